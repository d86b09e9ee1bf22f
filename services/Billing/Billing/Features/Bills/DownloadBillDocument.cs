using System;
using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Documents;
using Billing.Domain.Bills;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Rules;
using ServiceDefaults.Security;

namespace Billing.Features.Bills;

/// <summary>A bill as PDF: printed when first asked for, the same bytes ever after (features.md B7).</summary>
internal static class DownloadBillDocument
{
    public static void Map(RouteGroupBuilder bills) =>
        bills
            .MapGet("/{id}/document", Handle)
            .RequireRoles([Roles.Customer, .. BillingRoles.Staff])
            .Produces<string>(StatusCodes.Status200OK, "application/pdf");

    private static async Task<Results<FileContentHttpResult, NotFound>> Handle(
        string id,
        [FromQuery, AllowedValues(null, "zh", "en", ErrorMessage = "zh or en is expected.")] string? language,
        HttpContext http,
        BillingDb db,
        PdfPrinter printer,
        Caller caller,
        TimeProvider time,
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
        var document =
            await StoredAsync(db, bill, words, ct)
            ?? await StoreAsync(
                db,
                BillDocument.Of(
                    bill.Id,
                    words.Code,
                    await printer.PrintAsync(BillPage.Render(printed, words), ct),
                    time.Now()
                ),
                words,
                bill,
                ct
            );
        http.Response.Headers.ContentLanguage = words.Code;
        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.File(
            document.Content,
            "application/pdf",
            $"{bill.Number}-{words.Code}.pdf",
            lastModified: document.RenderedAt,
            entityTag: new EntityTagHeaderValue($"\"{document.Sha256}\"")
        );
    }

    private static Task<BillDocument?> StoredAsync(
        BillingDb db,
        Bill bill,
        BillLanguage language,
        CancellationToken ct
    ) =>
        db.Set<BillDocument>()
            .AsNoTracking()
            .SingleOrDefaultAsync(document => document.BillId == bill.Id && document.Language == language.Code, ct);

    /// <summary>Of two who print it in the same moment the first one's copy is kept and given to both.</summary>
    private static async Task<BillDocument> StoreAsync(
        BillingDb db,
        BillDocument document,
        BillLanguage language,
        Bill bill,
        CancellationToken ct
    )
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into bill_documents (bill_id, language, sha256, content, rendered_at)
            values ({document.BillId}, {document.Language}, {document.Sha256}, {document.Content}, {document.RenderedAt})
            on conflict do nothing
            """,
            ct
        );
        return (await StoredAsync(db, bill, language, ct))!;
    }
}
