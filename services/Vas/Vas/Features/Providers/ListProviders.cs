using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
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
using Vas.Domain.Providers;

namespace Vas.Features.Providers;

/// <summary>Service providers that the caller may see, newest first; a provider sees itself (features.md V1).</summary>
internal static class ListProviders
{
    private static readonly Listing<Provider> Listing = new Listing<Provider>()
        .FilterBy("number", number => it => it.Number == number)
        .FilterBy("licence", licence => it => it.Licence == licence)
        .FilterBy("status", word => Words.Read<ProviderStatus>(word) is { } status ? it => it.Status == status : null);

    public static void Map(RouteGroupBuilder providers)
    {
        providers.MapGet("", List).RequireRoles([Roles.Partner, .. ProviderRoles.Staff]);
        providers.MapGet("/{id}", Get).RequireRoles([Roles.Partner, .. ProviderRoles.Staff]);
    }

    private static async Task<ListAnswer<ProviderView>> List(
        HttpContext http,
        VasDb db,
        PolicyBook policies,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var terms = (await policies.ReadAsync(ct)).ScoreTermsAt(clock.Now());
        return await Listing.AnswerAsync(
            db.Providers.AsNoTracking().NewestTo(caller),
            http,
            it => ProviderView.Of(it, terms, caller),
            ct
        );
    }

    private static async Task<Results<Ok<ProviderView>, NotFound>> Get(
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

    internal static IOrderedQueryable<Provider> NewestTo(this IQueryable<Provider> providers, Caller caller) =>
        providers.VisibleTo(caller).OrderByDescending(it => it.AppliedAt).ThenBy(it => it.Id);
}
