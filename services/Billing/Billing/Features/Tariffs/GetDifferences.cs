using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Billing.Data;
using Billing.Domain.Tariffs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Tariffs;

/// <summary>
/// What a catalogue would change, or changed, compared with an earlier one: the number given, or the published one that
/// takes effect last before it. What a second person reads before he decides (features.md B1).
/// </summary>
internal static class GetDifferences
{
    public static void Map(RouteGroupBuilder catalogues) =>
        catalogues.MapGet("/{id}/differences", Handle).RequireRoles([.. BillingRoles.Staff]);

    private static async Task<Results<Ok<DifferencesView>, NotFound>> Handle(
        string id,
        string? from,
        string? language,
        BillingDb db,
        CancellationToken ct
    )
    {
        var spoken = TariffWords.Word<Language>("language", language ?? "zh");
        int? number = from is null ? null : CatalogueNumber.Read("from", from);
        var later = await db.Catalogues.AsNoTracking().WithIdAsync(id, ct);
        if (later is null)
        {
            return TypedResults.NotFound();
        }

        var all = db.Catalogues.AsNoTracking().WithContent();
        var earlier = number is null
            ? await all.Published()
                .Where(catalogue => catalogue.EffectiveFrom < later.EffectiveFrom)
                .OrderByDescending(catalogue => catalogue.EffectiveFrom)
                .FirstOrDefaultAsync(ct)
            : await all.SingleOrDefaultAsync(catalogue => catalogue.Number == number, ct);
        return earlier is null ? TypedResults.NotFound() : TypedResults.Ok(DifferencesView.Of(earlier, later, spoken));
    }
}

internal static class CatalogueNumber
{
    /// <exception cref="InvalidInput">It is no number.</exception>
    public static int Read(string field, string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidInput(field, "A catalogue's number is expected.");
}
