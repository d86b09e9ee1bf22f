using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Billing.Data;
using Billing.Domain.Tariffs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Tariffs;

/// <summary>Every catalogue there is or was, drafts too, newest first.</summary>
internal static class ListCatalogues
{
    private static readonly Listing<Catalogue> Listing = new Listing<Catalogue>()
        .FilterBy(
            "status",
            word => TariffWords.Read<CatalogueStatus>(word) is { } status ? c => c.Status == status : null
        )
        .FilterBy(
            "number",
            text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? c => c.Number == number
                    : null
        );

    public static void Map(RouteGroupBuilder catalogues) =>
        catalogues.MapGet("", Handle).RequireRoles([.. BillingRoles.Staff]);

    private static Task<ListAnswer<CatalogueView>> Handle(HttpContext http, BillingDb db, CancellationToken ct) =>
        Listing.AnswerAsync(
            db.Catalogues.AsNoTracking().OrderByDescending(c => c.CreatedAt).ThenBy(c => c.Id),
            http,
            CatalogueView.Summary,
            ct
        );
}
