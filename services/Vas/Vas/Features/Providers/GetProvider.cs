using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;

namespace Vas.Features.Providers;

/// <summary>One service provider; a provider reads itself (features.md V1).</summary>
internal static class GetProvider
{
    public static void Map(RouteGroupBuilder providers) =>
        providers.MapGet("/{id}", Handle).RequireRoles([Roles.Partner, .. ProviderRoles.Staff]);

    private static async Task<Results<Ok<ProviderView>, NotFound>> Handle(
        string id,
        VasDb db,
        PolicyBook policies,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var provider = await db.Providers.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        if (provider is null)
        {
            return TypedResults.NotFound();
        }

        var terms = (await policies.ReadAsync(ct)).ScoreTermsAt(clock.Now());
        return TypedResults.Ok(ProviderView.Of(provider, terms, caller));
    }
}
