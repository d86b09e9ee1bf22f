using System.ComponentModel.DataAnnotations;
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

public sealed record RejectCatalogueRequest(
    [Required(ErrorMessage = "It is mandatory.")]
    [StringLength(500, MinimumLength = 5, ErrorMessage = "5 to 500 characters are expected.")]
        string Reason
);

/// <summary>A second person turns a proposed catalogue down, and says why.</summary>
internal static class RejectCatalogue
{
    public static void Map(RouteGroupBuilder catalogues) =>
        catalogues.MapPost("/{id}/rejection", Handle).RequireRoles(Roles.Finance, Roles.Leader);

    private static async Task<Results<Ok<CatalogueView>, NotFound>> Handle(
        string id,
        RejectCatalogueRequest request,
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

        catalogue.Reject(caller.Subject, request.Reason, clock.Now());

        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(CatalogueView.Of(catalogue));
    }
}
