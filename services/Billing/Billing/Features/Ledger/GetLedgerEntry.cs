using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Ledger;

/// <summary>One entry of the books with its postings (features.md B15).</summary>
internal static class GetLedgerEntry
{
    public static void Map(RouteGroupBuilder ledger) =>
        ledger.MapGet("/ledgerEntries/{id}", Handle).RequireRoles(Roles.Finance, Roles.Auditor);

    private static async Task<Results<Ok<LedgerEntryView>, NotFound>> Handle(
        string id,
        BillingDb db,
        CancellationToken ct
    )
    {
        var entry = Ids.TryRead(id, out var key)
            ? await db.LedgerEntries.AsNoTracking().Include(e => e.Postings).SingleOrDefaultAsync(e => e.Id == key, ct)
            : null;
        return entry is null ? TypedResults.NotFound() : TypedResults.Ok(LedgerEntryView.Of(entry));
    }
}
