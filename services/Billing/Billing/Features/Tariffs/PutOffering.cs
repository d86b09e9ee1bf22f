using System;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Billing.Data;
using Billing.Domain;
using Billing.Domain.Tariffs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Tariffs;

/// <param name="Family">Code of the plan family it belongs to.</param>
/// <param name="LineKind">mobile, fixed, broadband or water.</param>
/// <param name="IsPromoted">Whether the family is advertised with it.</param>
public sealed record PutOfferingRequest(
    [Required(ErrorMessage = "It is mandatory.")] string Family,
    [Required(ErrorMessage = "It is mandatory."), StringLength(100, ErrorMessage = "At most 100 characters are taken.")]
        string NameZh,
    [Required(ErrorMessage = "It is mandatory."), StringLength(100, ErrorMessage = "At most 100 characters are taken.")]
        string NameEn,
    [Required(ErrorMessage = "It is mandatory."), StringLength(500, ErrorMessage = "At most 500 characters are taken.")]
        string DescriptionZh,
    [Required(ErrorMessage = "It is mandatory."), StringLength(500, ErrorMessage = "At most 500 characters are taken.")]
        string DescriptionEn,
    [Required(ErrorMessage = "It is mandatory.")] string LineKind,
    bool IsPromoted,
    [Required(ErrorMessage = "It is mandatory.")] PriceRequest? Price
);

/// <summary>Puts an offering into a draft, or changes the one that has the code (features.md B1).</summary>
internal static class PutOffering
{
    public static void Map(RouteGroupBuilder catalogues) =>
        catalogues.MapPut("/{id}/offerings/{code}", Handle).RequireRoles(Roles.Finance);

    private static async Task<Results<Ok<CatalogueView>, NotFound>> Handle(
        string id,
        string code,
        PutOfferingRequest request,
        BillingDb db,
        CancellationToken ct
    )
    {
        var catalogue = await db.Catalogues.WithIdAsync(id, ct);
        if (catalogue is null)
        {
            return TypedResults.NotFound();
        }

        var offeringId = await KnownByAsync(db, TariffCode.Read(code), ct);
        if (!catalogue.PutOffering(request.Family, code, offeringId, TermsOf(request)))
        {
            throw new InvalidInput("family", "The catalogue has no such plan family.");
        }

        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(CatalogueView.Of(catalogue));
    }

    /// <summary>An offering that comes back is the one that went: its code is on bills.</summary>
    private static async Task<Guid> KnownByAsync(BillingDb db, string code, CancellationToken ct)
    {
        var known = await (
            from offering in db.Offerings
            join catalogue in db.Catalogues.Published() on offering.CatalogueId equals catalogue.Id
            where offering.Code == code
            orderby catalogue.EffectiveFrom descending
            select (Guid?)offering.OfferingId
        ).FirstOrDefaultAsync(ct);
        return known ?? Guid.CreateVersion7();
    }

    private static OfferingTerms TermsOf(PutOfferingRequest request)
    {
        var price = request.Price!.ToPricePlan("price");
        if (PriceRules.Flaws(price).FirstOrDefault() is ({ } field, { } reason))
        {
            throw new InvalidInput($"price.{field}", reason);
        }

        return new(
            request.NameZh,
            request.NameEn,
            request.DescriptionZh,
            request.DescriptionEn,
            TariffWords.Word<LineKind>("lineKind", request.LineKind),
            request.IsPromoted,
            price
        );
    }
}
