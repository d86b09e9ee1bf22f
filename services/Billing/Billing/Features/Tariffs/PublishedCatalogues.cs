using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Data;
using Billing.Domain.Tariffs;
using Microsoft.EntityFrameworkCore;

namespace Billing.Features.Tariffs;

/// <summary>How catalogues are asked for.</summary>
internal static class PublishedCatalogues
{
    public static IQueryable<Catalogue> Published(this IQueryable<Catalogue> catalogues) =>
        catalogues.Where(catalogue => catalogue.Status == CatalogueStatus.Published);

    /// <summary>The one that holds on a day; none before the first takes effect.</summary>
    public static IQueryable<Catalogue> InForceOn(this IQueryable<Catalogue> catalogues, DateOnly day) =>
        catalogues
            .Published()
            .Where(catalogue => catalogue.EffectiveFrom <= day)
            .OrderByDescending(catalogue => catalogue.EffectiveFrom)
            .Take(1);

    /// <summary>Families and offerings with it.</summary>
    public static IQueryable<Catalogue> WithContent(this IQueryable<Catalogue> catalogues) =>
        catalogues
            .Include(catalogue => catalogue.Families.OrderBy(family => family.Code))
                .ThenInclude(family => family.Offerings.OrderBy(offering => offering.Code));

    public static Task<Catalogue?> WithIdAsync(
        this IQueryable<Catalogue> catalogues,
        string id,
        CancellationToken ct
    ) =>
        Ids.TryRead(id, out var key)
            ? catalogues.WithContent().SingleOrDefaultAsync(catalogue => catalogue.Id == key, ct)
            : Task.FromResult<Catalogue?>(null);

    public static Task<Catalogue?> NewestAsync(this IQueryable<Catalogue> catalogues, CancellationToken ct) =>
        catalogues.Published().OrderByDescending(catalogue => catalogue.EffectiveFrom).FirstOrDefaultAsync(ct);

    /// <summary>Those that took effect by a day.</summary>
    public static IQueryable<ShownCatalogue> ShownCatalogues(this BillingDb db, DateOnly today)
    {
        var begun = db.Catalogues.Published().Where(catalogue => catalogue.EffectiveFrom <= today);
        return begun.Select(catalogue => new ShownCatalogue
        {
            Catalogue = catalogue,
            Until = begun
                .Where(later => later.EffectiveFrom > catalogue.EffectiveFrom)
                .Min(later => (DateOnly?)later.EffectiveFrom),
        });
    }

    /// <summary>
    /// Each offering as the newest catalogue has it of those that took effect by a day: what is sold then, and what was
    /// sold and is no more.
    /// </summary>
    public static IQueryable<ShownOffering> ShownOfferings(this BillingDb db, DateOnly today)
    {
        var begun = db.Catalogues.Published().Where(catalogue => catalogue.EffectiveFrom <= today);
        return from offering in db.Offerings
            join family in db.PlanFamilies on offering.FamilyId equals family.Id
            join catalogue in begun on offering.CatalogueId equals catalogue.Id
            where
                !(
                    from later in begun
                    join same in db.Offerings on later.Id equals same.CatalogueId
                    where same.OfferingId == offering.OfferingId && later.EffectiveFrom > catalogue.EffectiveFrom
                    select same
                ).Any()
            select new ShownOffering
            {
                Offering = offering,
                Family = family,
                Catalogue = catalogue,
                Until = begun
                    .Where(later => later.EffectiveFrom > catalogue.EffectiveFrom)
                    .Min(later => (DateOnly?)later.EffectiveFrom),
            };
    }

    /// <summary>The same for plan families, which are the same by their code.</summary>
    public static IQueryable<ShownFamily> ShownFamilies(this BillingDb db, DateOnly today)
    {
        var begun = db.Catalogues.Published().Where(catalogue => catalogue.EffectiveFrom <= today);
        return from family in db.PlanFamilies
            join catalogue in begun on family.CatalogueId equals catalogue.Id
            where
                !(
                    from later in begun
                    join same in db.PlanFamilies on later.Id equals same.CatalogueId
                    where same.Code == family.Code && later.EffectiveFrom > catalogue.EffectiveFrom
                    select same
                ).Any()
            select new ShownFamily
            {
                Family = family,
                Catalogue = catalogue,
                Until = begun
                    .Where(later => later.EffectiveFrom > catalogue.EffectiveFrom)
                    .Min(later => (DateOnly?)later.EffectiveFrom),
            };
    }
}

internal sealed class ShownCatalogue
{
    public required Catalogue Catalogue { get; init; }

    /// <summary>First day of the next one, local date; null while it is in force.</summary>
    public required DateOnly? Until { get; init; }
}

internal sealed class ShownOffering
{
    public required Offering Offering { get; init; }
    public required PlanFamily Family { get; init; }

    /// <summary>The newest that has it.</summary>
    public required Catalogue Catalogue { get; init; }

    /// <summary>First day of the catalogue without it, local date; null while it is sold.</summary>
    public required DateOnly? Until { get; init; }
}

internal sealed class ShownFamily
{
    public required PlanFamily Family { get; init; }
    public required Catalogue Catalogue { get; init; }
    public required DateOnly? Until { get; init; }
}
