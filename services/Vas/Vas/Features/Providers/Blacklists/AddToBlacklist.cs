using System;
using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Providers;

namespace Vas.Features.Providers.Blacklists;

/// <param name="Kind">provider (by licence), number or site (by host name).</param>
/// <param name="Until">The months of the policy unless given; never fewer.</param>
public sealed record AddToBlacklistRequest(
    [Required(ErrorMessage = "It is mandatory.")] string Kind,
    [Required(ErrorMessage = "It is mandatory."), StringLength(253, ErrorMessage = "At most 253 characters are taken.")]
        string Value,
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(500, MinimumLength = 5, ErrorMessage = "5 to 500 characters are expected.")
    ]
        string Reason,
    DateTimeOffset? Until
);

/// <summary>Puts a provider, number or site on the blacklist, or lets it stand there longer (features.md V12).</summary>
internal static class AddToBlacklist
{
    public static void Map(RouteGroupBuilder blacklist) =>
        blacklist.MapPost("", Handle).RequireRoles([.. ProviderRoles.Judges]);

    private static async Task<Created<BlacklistEntryView>> Handle(
        AddToBlacklistRequest request,
        VasDb db,
        PolicyBook policies,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var kind =
            Words.Read<BlacklistKind>(request.Kind)
            ?? throw new InvalidInput("kind", $"One of {Words.All<BlacklistKind>()} is expected.");
        var now = clock.Now();
        var (entry, _, _) = await db.ListAsync(
            new(kind, request.Value, request.Reason, BlacklistEntry.Own, request.Until?.ToUniversalTime()),
            (await policies.ReadAsync(ct)).ScoreTermsAt(now),
            caller.Subject,
            now,
            ct
        );
        await db.SaveChangesAsync(ct);
        var view = BlacklistEntryView.Of(entry);
        return TypedResults.Created(view.Href, view);
    }
}
