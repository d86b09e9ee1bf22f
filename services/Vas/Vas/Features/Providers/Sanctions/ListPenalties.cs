using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Domain.Providers;

namespace Vas.Features.Providers.Sanctions;

/// <summary>Where a provider's points went, newest first (features.md V9).</summary>
internal static class ListPenalties
{
    private static readonly Listing<Penalty> Listing = new();

    public static void Map(RouteGroupBuilder providers) =>
        providers.MapGet("/{id}/penalties", Handle).RequireRoles([Roles.Partner, .. ProviderRoles.Staff]);

    private static async Task<Results<ListAnswer<PenaltyView>, NotFound>> Handle(
        string id,
        HttpContext http,
        VasDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var provider = await db.Providers.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        if (provider is null)
        {
            return TypedResults.NotFound();
        }

        var penalties = db.Penalties.AsNoTracking().Where(it => it.ProviderId == provider.Id);
        return await Listing.AnswerAsync(
            penalties.OrderByDescending(it => it.ImposedAt).ThenBy(it => it.Id),
            http,
            it => PenaltyView.Of(it, sanctions: null, caller),
            ct
        );
    }
}
