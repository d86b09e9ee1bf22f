using System.Threading;
using System.Threading.Tasks;
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
using Vas.Features.Providers.Blacklists;

namespace Vas.Features.Providers;

/// <summary>A second person of finance lets a provider in (features.md V1).</summary>
internal static class ApproveProvider
{
    public static void Map(RouteGroupBuilder providers) =>
        providers.MapPost("/{id}/approval", Handle).RequireRoles(Roles.Finance);

    private static async Task<Results<Ok<ProviderView>, NotFound>> Handle(
        string id,
        VasDb db,
        PolicyBook policies,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var provider = await db.Providers.WithIdAsync(id, ct);
        if (provider is null)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        var isBlacklisted =
            provider.Licence is { } licence && await db.IsBlacklistedAsync(BlacklistKind.Provider, licence, now, ct);
        provider.Approve(isBlacklisted, caller.Subject, now);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(ProviderView.Of(provider, (await policies.ReadAsync(ct)).ScoreTermsAt(now), caller));
    }
}
