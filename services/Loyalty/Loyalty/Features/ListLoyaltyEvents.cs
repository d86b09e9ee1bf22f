using System;
using System.Linq;
using System.Linq.Expressions;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Loyalty.Data;
using Loyalty.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Loyalty.Features;

/// <summary>A movement of points as TMF658 `loyaltyEvent`: an entry of the ledger.</summary>
/// <param name="EventType">announced, earned, takenBack, frozen, unfrozen, voided, expired, redeemed or adjusted.</param>
/// <param name="Quantity">By how much it changed what can be spent.</param>
public sealed record LoyaltyEventView(
    Guid Id,
    string Href,
    string EventType,
    DateTimeOffset EventTime,
    QuantityView Quantity,
    LoyaltyRefView LoyaltyAccount,
    [property: JsonPropertyName("@type")] string Type = "LoyaltyEvent"
)
{
    public const string Root = "/tmf-api/loyalty/v4/loyaltyEvent";

    internal static LoyaltyEventView Of(PointEntry entry) =>
        new(
            entry.Id,
            $"{Root}/{entry.Id}",
            entry.Kind.ToWord(),
            entry.BookedAt,
            new(entry.Postings.Where(p => p.LedgerAccount == PointAccount.Available).Sum(p => p.Points)),
            LoyaltyRefView.ToAccount(entry.AccountId)
        );
}

/// <summary>Movements of points, newest first (features.md L9).</summary>
internal static class ListLoyaltyEvents
{
    private static readonly Listing<PointEntry> Listing = new Listing<PointEntry>()
        .FilterBy("eventType", word => Words.Read<EntryKind>(word) is { } kind ? entry => entry.Kind == kind : null)
        .FilterBy("loyaltyAccount.id", OfAccount);

    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/loyaltyEvent", Handle).RequireRoles([Roles.Customer, .. LoyaltyRoles.Staff]);

    private static Task<ListAnswer<LoyaltyEventView>> Handle(
        HttpContext http,
        LoyaltyDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.Entries.AsNoTracking()
                .VisibleTo(caller)
                .OrderByDescending(entry => entry.BookedAt)
                .ThenBy(entry => entry.Id),
            http,
            LoyaltyEventView.Of,
            ct
        );

    private static Expression<Func<PointEntry, bool>>? OfAccount(string account) =>
        Ids.TryRead(account, out var id) ? entry => entry.AccountId == id : _ => false;
}
