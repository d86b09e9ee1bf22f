using System;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using ApiConventions.Writes;
using Loyalty.Data;
using Loyalty.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Loyalty.Features;

/// <param name="Points">Above zero given, below zero taken.</param>
/// <param name="Reason">For auditors.</param>
/// <param name="Key">The proposer's own number, unique for ever: the same one again is the same correction.</param>
public sealed record ProposeAdjustmentRequest(
    [Required(ErrorMessage = "It is mandatory.")] string AccountId,
    [Range(-1_000_000, 1_000_000, ErrorMessage = "-1000000 to 1000000 points are expected.")] long Points,
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(500, MinimumLength = 5, ErrorMessage = "5 to 500 characters are expected.")
    ]
        string Reason,
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(100, MinimumLength = 1, ErrorMessage = "1 to 100 characters are expected.")
    ]
        string Key
);

/// <param name="Status">proposed, approved or rejected.</param>
public sealed record AdjustmentView(
    Guid Id,
    string Href,
    Guid AccountId,
    string Key,
    long Points,
    string Reason,
    string Status,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "PointAdjustment"
) : IVersioned
{
    public const string Root = "/api/loyalty/v1/adjustments";

    internal static AdjustmentView Of(Adjustment adjustment) =>
        new(
            adjustment.Id,
            $"{Root}/{adjustment.Id}",
            adjustment.AccountId,
            adjustment.BusinessKey,
            adjustment.Points,
            adjustment.Reason,
            adjustment.Status.ToWord(),
            adjustment.ProposedBy,
            adjustment.ProposedAt,
            adjustment.DecidedBy,
            adjustment.DecidedAt,
            adjustment.Version
        );
}

/// <summary>The first of two persons says that a member's points are wrong, by how many and why (features.md L1).</summary>
internal static class ProposeAdjustment
{
    public static void Map(RouteGroupBuilder adjustments) =>
        adjustments.MapPost("", Handle).RequireRoles(Roles.Agent, Roles.Clerk, Roles.Supervisor, Roles.Leader);

    private static async Task<Created<AdjustmentView>> Handle(
        ProposeAdjustmentRequest request,
        LoyaltyDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        if (
            !Ids.TryRead(request.AccountId, out var accountId)
            || !await db.Members.AnyAsync(member => member.AccountId == accountId, ct)
        )
        {
            throw new InvalidInput("accountId", "There is no such member.");
        }

        var known = await db.Adjustments.AsNoTracking().SingleOrDefaultAsync(a => a.BusinessKey == request.Key, ct);
        if (known is not null)
        {
            known.RequireSame(accountId, request.Points);
            return Created(known);
        }

        var adjustment = Adjustment.Propose(
            accountId,
            request.Key,
            request.Points,
            request.Reason,
            caller.Subject,
            clock.Now()
        );
        db.Adjustments.Add(adjustment);
        await db.SaveChangesAsync(ct);
        return Created(adjustment);
    }

    private static Created<AdjustmentView> Created(Adjustment adjustment)
    {
        var view = AdjustmentView.Of(adjustment);
        return TypedResults.Created(view.Href, view);
    }
}
