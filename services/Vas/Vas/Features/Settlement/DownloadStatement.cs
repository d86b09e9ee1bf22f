using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Documents;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>A statement for people and for books: as a page, as PDF, as CSV (features.md V8).</summary>
internal static class DownloadStatement
{
    public static void Map(RouteGroupBuilder statements)
    {
        statements
            .MapGet("/{id}/page", AsPage)
            .RequireRoles([.. SettlementRoles.Readers])
            .Produces<string>(StatusCodes.Status200OK, "text/html");
        statements
            .MapGet("/{id}/document", AsDocument)
            .RequireRoles([.. SettlementRoles.Readers])
            .Produces<string>(StatusCodes.Status200OK, "application/pdf");
        statements
            .MapGet("/{id}/csv", AsCsv)
            .RequireRoles([.. SettlementRoles.Readers])
            .Produces<string>(StatusCodes.Status200OK, "text/csv");
    }

    private static async Task<Results<ContentHttpResult, NotFound>> AsPage(
        string id,
        [FromQuery, AllowedValues(null, "zh", "en", ErrorMessage = "zh or en is expected.")] string? language,
        HttpContext http,
        VasDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var statement = await ReadAsync(db, id, caller, ct);
        if (statement is null)
        {
            return TypedResults.NotFound();
        }

        // Nothing of the page runs or is fetched, whatever a name on it says.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Content(StatementPage.Render(statement, LanguageOf(language)), "text/html; charset=utf-8");
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> AsDocument(
        string id,
        [FromQuery, AllowedValues(null, "zh", "en", ErrorMessage = "zh or en is expected.")] string? language,
        HttpContext http,
        VasDb db,
        PdfPrinter printer,
        Caller caller,
        CancellationToken ct
    )
    {
        var statement = await ReadAsync(db, id, caller, ct);
        if (statement is null)
        {
            return TypedResults.NotFound();
        }

        var words = LanguageOf(language);
        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.File(
            await printer.PrintAsync(StatementPage.Render(statement, words), ct),
            "application/pdf",
            $"{statement.Number}-{words.Code}.pdf"
        );
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> AsCsv(
        string id,
        HttpContext http,
        VasDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var statement = await ReadAsync(db, id, caller, ct);
        if (statement is null)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.File(
            Encoding.UTF8.GetBytes(StatementCsv.Render(statement)),
            "text/csv; charset=utf-8",
            $"{statement.Number}.csv"
        );
    }

    private static Task<Statement?> ReadAsync(VasDb db, string id, Caller caller, CancellationToken ct) =>
        db.Statements.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);

    /// <summary>Providers are companies of the operator's country: Chinese unless English is asked for.</summary>
    private static StatementLanguage LanguageOf(string? asked) => new(asked ?? "zh");
}
