using System;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Notifications.Data;
using Notifications.Domain;
using ServiceDefaults.Security;

namespace Notifications.Features;

/// <summary>What a message is about.</summary>
/// <param name="Kind">troubleTicket, customerBill, payment, line, account, compensation or redemption.</param>
/// <param name="Number">What people call it; null when it has none.</param>
/// <param name="Href">Where it is read; null for what has no resource of its own.</param>
public sealed record MatterView(string Kind, Guid Id, string? Number, string? Href);

/// <summary>A message in the message centre, in the language of the account's contact.</summary>
/// <param name="Class">confirmation, reminder, lastNotice or marketing.</param>
/// <param name="ReadAt">When it was first opened; null: unread.</param>
public sealed record InboxItemView(
    Guid Id,
    string Href,
    string Title,
    string Content,
    string Language,
    string Purpose,
    string Class,
    MatterView About,
    DateTimeOffset At,
    DateTimeOffset? ReadAt
)
{
    internal static InboxItemView Of(InboxItem item, string? language)
    {
        var isEnglish = language == "en";
        return new(
            item.Id,
            $"/api/notifications/v1/accounts/{item.AccountId}/inbox/{item.Id}",
            isEnglish ? item.TitleEn : item.TitleZh,
            isEnglish ? item.ContentEn : item.ContentZh,
            isEnglish ? "en" : "zh",
            item.Purpose,
            Words.Of(item.Class),
            new(item.MatterKind, item.MatterId, item.MatterNumber, HrefOf(item)),
            item.At,
            item.ReadAt
        );
    }

    private static string? HrefOf(InboxItem item) =>
        item.MatterKind switch
        {
            Matter.CaseKind => $"/tmf-api/troubleTicket/v4/troubleTicket/{item.MatterId}",
            Matter.BillKind => $"/tmf-api/customerBillManagement/v4/customerBill/{item.MatterId}",
            Matter.PaymentKind => $"/tmf-api/paymentManagement/v4/payment/{item.MatterId}",
            Matter.ProductKind => $"/tmf-api/productInventory/v4/product/{item.MatterId}",
            _ => null,
        };
}

/// <summary>The customer's message centre, newest first (features.md N2); also for staff who have to know what he was told.</summary>
internal static class ListInbox
{
    private static readonly Listing<InboxItem> Listing = new Listing<InboxItem>()
        .FilterBy("unread", IsUnread)
        .FilterBy("purpose", value => item => item.Purpose == value);

    public static void Map(RouteGroupBuilder accounts) =>
        accounts.MapGet("/inbox", Handle).RequireRoles([Roles.Customer, .. Roles.CaseStaff]);

    private static async Task<Results<ListAnswer<InboxItemView>, NotFound>> Handle(
        string accountId,
        HttpContext http,
        NotificationsDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        if (await db.ReachableAsync(accountId, caller, ct) is not { } account)
        {
            return TypedResults.NotFound();
        }

        return await Listing.AnswerAsync(
            db.InboxItems.AsNoTracking()
                .Where(item => item.AccountId == account.Id)
                .OrderByDescending(item => item.At)
                .ThenBy(item => item.Id),
            http,
            item => InboxItemView.Of(item, account.Language),
            ct
        );
    }

    private static Expression<Func<InboxItem, bool>>? IsUnread(string value) =>
        value switch
        {
            "true" => item => item.ReadAt == null,
            "false" => item => item.ReadAt != null,
            _ => null,
        };
}
