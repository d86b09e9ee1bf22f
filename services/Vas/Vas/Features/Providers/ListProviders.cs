using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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

    public static void Map(RouteGroupBuilder providers) =>
        providers.MapGet("", Handle).RequireRoles([Roles.Partner, .. ProviderRoles.Staff]);

    private static async Task<ListAnswer<ProviderView>> Handle(
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

    internal static IOrderedQueryable<Provider> NewestTo(this IQueryable<Provider> providers, Caller caller) =>
        providers.VisibleTo(caller).OrderByDescending(it => it.AppliedAt).ThenBy(it => it.Id);
}
