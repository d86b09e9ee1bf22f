using System;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using Loyalty.Data;
using Loyalty.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Loyalty.Features;

/// <param name="Points">How many; whole yuan at points.redeem.</param>
/// <param name="What">voucher.</param>
/// <param name="Key">The client's own number of this redemption: the same one again is the same redemption.</param>
public sealed record RedeemPointsRequest(
    [Range(1, 1_000_000_000, ErrorMessage = "1 to 1000000000 points are expected.")] long Points,
    [Required(ErrorMessage = "It is mandatory.")] string What,
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(100, MinimumLength = 1, ErrorMessage = "1 to 100 characters are expected.")
    ]
        string Key
);

/// <param name="Code">What the customer shows to use it.</param>
/// <param name="Worth">In yuan.</param>
public sealed record RedemptionView(
    Guid Id,
    string Href,
    Guid AccountId,
    string Key,
    long Points,
    string What,
    decimal Worth,
    string Code,
    DateTimeOffset RedeemedAt,
    [property: System.Text.Json.Serialization.JsonPropertyName("@type")] string Type = "Redemption"
)
{
    internal static RedemptionView Of(Redemption redemption) =>
        new(
            redemption.Id,
            $"{MemberView.Root}/{redemption.AccountId}/redemptions/{redemption.Id}",
            redemption.AccountId,
            redemption.BusinessKey,
            redemption.Points,
            redemption.What.ToWord(),
            redemption.Worth,
            redemption.Code,
            redemption.RedeemedAt
        );
}

/// <summary>
/// Spends points, first-expiring first, exactly once for each key and never more than there are (features.md L1). What
/// they are spent on is, in this first form, a voucher with a code, which Loyalty itself can give; a credit on the bill
/// is Billing's to grant and is not offered yet.
/// </summary>
internal static class RedeemPoints
{
    /// <summary>Without letters and digits that look alike; 32 of them, so that every byte counts evenly.</summary>
    private const string CodeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public static void Map(RouteGroupBuilder members) =>
        members.MapPost("/{accountId}/redemptions", Handle).RequireRoles(Roles.Customer, Roles.Agent);

    private static async Task<Results<Created<RedemptionView>, NotFound>> Handle(
        string accountId,
        RedeemPointsRequest request,
        LoyaltyDb db,
        PolicyBook policies,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var what =
            Words.Read<RedemptionKind>(request.What)
            ?? throw new InvalidInput("what", $"One of {Words.All<RedemptionKind>()} is expected.");
        var terms = (await policies.ReadAsync(ct)).TermsAt(clock.Now());

        await using var own = await db.BeginOwnAsync(ct);
        var member =
            Ids.TryRead(accountId, out var id) && (caller.SeesEveryMember() || caller.AccountId == id)
                ? await db.HoldMemberAsync(id, ct)
                : null;
        if (member is null)
        {
            return TypedResults.NotFound();
        }

        var known = await db
            .Redemptions.AsNoTracking()
            .SingleOrDefaultAsync(r => r.AccountId == id && r.BusinessKey == request.Key, ct);
        if (known is not null)
        {
            known.RequireSame(request.Points, what);
            return Created(known);
        }

        var redemption = Redemption.Voucher(
            member,
            request.Key,
            request.Points,
            RandomNumberGenerator.GetString(CodeLetters, 16),
            terms,
            caller.Subject,
            clock.Now()
        );
        db.Redemptions.Add(redemption);
        db.Outbox.Add(member.AccountId, member.Version, LoyaltyFacts.Redeemed(member, redemption));
        await db.SaveChangesAsync(ct);
        await own.CommitOwnAsync(ct);
        return Created(redemption);
    }

    private static Created<RedemptionView> Created(Redemption redemption)
    {
        var view = RedemptionView.Of(redemption);
        return TypedResults.Created(view.Href, view);
    }
}
