using System;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Billing.Data;
using Billing.Domain.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Ledger;

/// <summary>What was booked, the newest first (features.md B15).</summary>
internal static class ListLedgerEntries
{
    private static readonly Listing<LedgerEntry> Listing = new Listing<LedgerEntry>()
        .FilterBy("businessKey", key => entry => entry.BusinessKey == key)
        .FilterBy("kind", OfKind)
        .FilterBy("postings.ledgerAccount", account => entry => entry.Postings.Any(p => p.LedgerAccount == account))
        .FilterBy("postings.accountId", OfAccount);

    public static void Map(RouteGroupBuilder ledger) =>
        ledger.MapGet("/ledgerEntries", Handle).RequireRoles(Roles.Finance, Roles.Auditor);

    private static Task<ListAnswer<LedgerEntryView>> Handle(HttpContext http, BillingDb db, CancellationToken ct) =>
        Listing.AnswerAsync(
            db.LedgerEntries.AsNoTracking()
                .Include(entry => entry.Postings)
                .OrderByDescending(entry => entry.BookedAt)
                .ThenBy(entry => entry.Id),
            http,
            LedgerEntryView.Of,
            ct
        );

    private static Expression<Func<LedgerEntry, bool>>? OfKind(string word) =>
        Enum.TryParse<EntryKind>(word, ignoreCase: true, out var kind) && Enum.IsDefined(kind)
            ? entry => entry.Kind == kind
            : null;

    private static Expression<Func<LedgerEntry, bool>>? OfAccount(string account) =>
        Ids.TryRead(account, out var id) ? entry => entry.Postings.Any(p => p.AccountId == id) : _ => false;
}
