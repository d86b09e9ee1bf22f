using System;
using System.Collections.Generic;
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

/// <param name="MonthlyFee">Tax included.</param>
/// <param name="OneOffFee">On the first bill; zero for none.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Usage">One entry per kind at most.</param>
public sealed record PriceRequest(
    [Required(ErrorMessage = "It is mandatory.")] decimal? MonthlyFee,
    decimal OneOffFee,
    [Required(ErrorMessage = "It is mandatory.")] string Currency,
    [MaxLength(10, ErrorMessage = "At most 10 are taken.")] IReadOnlyList<UsagePriceRequest>? Usage
);

/// <param name="Kind">voice (minutes), sms (messages) or data (MB).</param>
/// <param name="Allowance">What the monthly fee includes.</param>
/// <param name="Mode">graduated: each unit at its own tier's price; volume: all at the last one's.</param>
/// <param name="Tiers">What goes beyond the allowance; the last one is open.</param>
public sealed record UsagePriceRequest(
    [Required(ErrorMessage = "It is mandatory.")] string Kind,
    decimal Allowance,
    [Required(ErrorMessage = "It is mandatory.")] string Mode,
    [Required(ErrorMessage = "It is mandatory."), MaxLength(10, ErrorMessage = "At most 10 are taken.")]
        IReadOnlyList<TierRequest>? Tiers
);

/// <param name="UpTo">End of the tier, counted from the end of the allowance.</param>
/// <param name="UnitPrice">Per minute, message or MB.</param>
public sealed record TierRequest(decimal? UpTo, [Required(ErrorMessage = "It is mandatory.")] decimal? UnitPrice);

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
        var price = PriceOf(request.Price!);
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

    private static PricePlan PriceOf(PriceRequest price) =>
        new(
            price.MonthlyFee!.Value,
            price.OneOffFee,
            price.Currency,
            [
                .. (price.Usage ?? []).Select(
                    (usage, i) =>
                        new UsagePrice(
                            TariffWords.Word<UsageKind>($"price.usage[{i}].kind", usage.Kind),
                            usage.Allowance,
                            TariffWords.Word<TierMode>($"price.usage[{i}].mode", usage.Mode),
                            [.. usage.Tiers!.Select(tier => new PriceTier(tier.UpTo, tier.UnitPrice!.Value))]
                        )
                ),
            ]
        );
}
