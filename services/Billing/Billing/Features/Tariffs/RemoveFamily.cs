using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Security;

namespace Billing.Features.Tariffs;

/// <summary>Takes an empty plan family out of a draft.</summary>
internal static class RemoveFamily
{
    public static void Map(RouteGroupBuilder catalogues) =>
        catalogues.MapDelete("/{id}/families/{code}", Handle).RequireRoles(Roles.Finance);

    private static async Task<Results<NoContent, NotFound>> Handle(
        string id,
        string code,
        BillingDb db,
        CancellationToken ct
    )
    {
        var catalogue = await db.Catalogues.WithIdAsync(id, ct);
        if (catalogue is null || !catalogue.RemoveFamily(code))
        {
            return TypedResults.NotFound();
        }

        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
