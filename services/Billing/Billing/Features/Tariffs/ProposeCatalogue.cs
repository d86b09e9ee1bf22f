using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Tariffs;

/// <summary>Hands a draft to a second person; from then on nothing in it changes (features.md B1).</summary>
internal static class ProposeCatalogue
{
    public static void Map(RouteGroupBuilder catalogues) =>
        catalogues.MapPost("/{id}/proposals", Handle).RequireRoles(Roles.Finance);

    private static async Task<Results<Ok<CatalogueView>, NotFound>> Handle(
        string id,
        BillingDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var catalogue = await db.Catalogues.WithIdAsync(id, ct);
        if (catalogue is null)
        {
            return TypedResults.NotFound();
        }

        catalogue.Propose(caller.Subject, clock.Now());

        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(CatalogueView.Of(catalogue));
    }
}
