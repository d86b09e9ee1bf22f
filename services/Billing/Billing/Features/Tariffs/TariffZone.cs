using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Billing.Data;
using Billing.Domain;
using Billing.Domain.Tariffs;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;

namespace Billing.Features.Tariffs;

/// <summary>What the public is told of a day's tariffs (features.md B2).</summary>
/// <param name="Number">The catalogue's; <c>changes</c> compares two of them.</param>
/// <param name="On">The day that was asked for, local date.</param>
public sealed record TariffZoneView(
    int Number,
    DateOnly EffectiveFrom,
    DateOnly On,
    string Language,
    IReadOnlyList<TariffGroupView> Groups,
    [property: JsonPropertyName("@type")] string Type = "TariffZone"
);

public sealed record TariffGroupView(string Group, string Name, IReadOnlyList<TariffFamilyView> Families);

public sealed record TariffFamilyView(string Code, string Name, IReadOnlyList<TariffView> Offerings);

/// <param name="Price">The fee, what it includes and what more costs, in whole sentences.</param>
public sealed record TariffView(
    Guid OfferingId,
    string Code,
    string Name,
    string Description,
    string LineKind,
    bool IsPromoted,
    IReadOnlyList<string> Price
);

/// <summary>What is asked of the tariff zone, and the answer's content.</summary>
internal sealed class TariffZone(BillingDb db, PolicyBook book, BusinessClock clock)
{
    /// <param name="on">yyyy-MM-dd; today when null.</param>
    /// <param name="group">All groups when null.</param>
    /// <returns>Null when no catalogue was in force.</returns>
    /// <exception cref="InvalidInput">A parameter cannot be read.</exception>
    public async Task<TariffZoneView?> ReadAsync(string? on, string? group, string? language, CancellationToken ct)
    {
        var spoken = LanguageOf(language);
        CustomerGroup? asked = group is null ? null : TariffWords.Word<CustomerGroup>("group", group);
        var day = on is null ? await TodayAsync(ct) : Day(on);
        var catalogue = await db.Catalogues.AsNoTracking().InForceOn(day).WithContent().SingleOrDefaultAsync(ct);
        return catalogue is null ? null : View(catalogue, day, asked, spoken);
    }

    /// <exception cref="InvalidInput">Neither zh nor en.</exception>
    public static Language LanguageOf(string? language) => TariffWords.Word<Language>("language", language ?? "zh");

    private async Task<DateOnly> TodayAsync(CancellationToken ct) =>
        clock.Now().DateIn((await book.ReadAsync(ct)).Calendar.Zone);

    private static DateOnly Day(string on) =>
        DateOnly.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new InvalidInput("on", "A date is expected: yyyy-MM-dd.");

    private static TariffZoneView View(Catalogue catalogue, DateOnly day, CustomerGroup? asked, Language language) =>
        new(
            catalogue.Number,
            catalogue.EffectiveFrom,
            day,
            language.ToWord(),
            [
                .. from family in catalogue.Families
                where asked is null || family.CustomerGroup == asked
                group family by family.CustomerGroup into families
                orderby families.Key
                select new TariffGroupView(
                    families.Key.ToWord(),
                    CustomerWords.Of(families.Key, language),
                    [.. families.Select(family => View(family, language))]
                ),
            ]
        );

    private static TariffFamilyView View(PlanFamily family, Language language) =>
        new(
            family.Code,
            language == Language.Zh ? family.NameZh : family.NameEn,
            [.. family.Offerings.OrderBy(offering => offering.Price.MonthlyFee).Select(it => View(it, language))]
        );

    private static TariffView View(Offering offering, Language language) =>
        new(
            offering.OfferingId,
            offering.Code,
            language == Language.Zh ? offering.NameZh : offering.NameEn,
            language == Language.Zh ? offering.DescriptionZh : offering.DescriptionEn,
            offering.LineKind.ToWord(),
            offering.IsPromoted,
            PriceInWords.Of(offering.Price, language)
        );
}

/// <summary>
/// What is published does not change, so it may be kept: anybody's cache asks again after five minutes and hears that
/// it has the newest (RFC 9110, 13.1.2), until the next catalogue takes effect.
/// </summary>
internal static class Cacheable
{
    private const int Seconds = 300;

    /// <returns>Whether the client has this version already: 304 without a body is the answer.</returns>
    public static bool HasNewest(this HttpContext http, string version)
    {
        var tag = new EntityTagHeaderValue($"\"{version}\"");
        var headers = http.Response.GetTypedHeaders();
        headers.ETag = tag;
        headers.CacheControl = new() { Public = true, MaxAge = TimeSpan.FromSeconds(Seconds) };
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false));
    }
}
