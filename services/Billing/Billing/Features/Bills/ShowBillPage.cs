using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Bills;

/// <summary>A bill as a page that explains every line, in Chinese or English (features.md B7).</summary>
internal static class ShowBillPage
{
    public static void Map(RouteGroupBuilder bills) =>
        bills
            .MapGet("/{id}/page", Handle)
            .RequireRoles([Roles.Customer, .. BillingRoles.Staff])
            .Produces<string>(StatusCodes.Status200OK, "text/html");

    private static async Task<Results<ContentHttpResult, NotFound>> Handle(
        string id,
        [FromQuery, AllowedValues(null, "zh", "en", ErrorMessage = "zh or en is expected.")] string? language,
        HttpContext http,
        BillingDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var bill = await db.Bills.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        if (bill is null)
        {
            return TypedResults.NotFound();
        }

        var printed = await db.PrintedAsync(bill, ct);
        var words = ReadPrintedBill.LanguageOf(http.Request, language, printed.Account.Contact.Language);

        // Nothing of the page runs or is fetched, whatever a name on it says.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        http.Response.Headers.ContentLanguage = words.Code;
        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Content(BillPage.Render(printed, words), "text/html; charset=utf-8");
    }
}
