using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Loyalty.Data;
using Loyalty.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Loyalty.Features;

/// <summary>One fact in the ledger.</summary>
/// <param name="Available">By how much it changed what the member can spend.</param>
/// <param name="Postings">Both sides of it; they sum to zero.</param>
public sealed record EntryView(
    Guid Id,
    string Kind,
    string BusinessKey,
    DateTimeOffset BookedAt,
    long Available,
    IReadOnlyList<PostingView> Postings
);

/// <param name="Account">available, pending, frozen, debt, issued, redeemed, breakage, void or partner.</param>
public sealed record PostingView(string Account, long Points);

/// <summary>A member's statement from the ledger, newest first (features.md L1, L2).</summary>
internal static class ListEntries
{
    private static readonly Listing<PointEntry> Listing = new Listing<PointEntry>().FilterBy(
        "kind",
        word => Words.Read<EntryKind>(word) is { } kind ? entry => entry.Kind == kind : null
    );

    public static void Map(RouteGroupBuilder members) =>
        members.MapGet("/{accountId}/entries", Handle).RequireRoles([Roles.Customer, .. LoyaltyRoles.Staff]);

    private static async Task<Results<ListAnswer<EntryView>, NotFound>> Handle(
        string accountId,
        HttpContext http,
        LoyaltyDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var member = await db.Members.AsNoTracking().VisibleTo(caller).WithIdAsync(accountId, ct);
        return member is null
            ? TypedResults.NotFound()
            : await Listing.AnswerAsync(
                db.Entries.AsNoTracking()
                    .Include(entry => entry.Postings)
                    .Where(entry => entry.AccountId == member.AccountId)
                    .OrderByDescending(entry => entry.BookedAt)
                    .ThenBy(entry => entry.Id),
                http,
                View,
                ct
            );
    }

    private static EntryView View(PointEntry entry) =>
        new(
            entry.Id,
            entry.Kind.ToWord(),
            entry.BusinessKey,
            entry.BookedAt,
            entry.Postings.Where(posting => posting.LedgerAccount == PointAccount.Available).Sum(p => p.Points),
            [.. entry.Postings.OrderBy(p => p.Seq).Select(p => new PostingView(p.LedgerAccount.ToWord(), p.Points))]
        );
}
