using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Notifications.Data;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Notifications.Features;

/// <summary>The customer opened a message of his message centre; the first time counts (features.md N2).</summary>
internal static class ReadInboxItem
{
    public static void Map(RouteGroupBuilder accounts) =>
        accounts.MapPost("/inbox/{id}/read", Handle).RequireRoles(Roles.Customer);

    private static async Task<Results<Ok<InboxItemView>, NotFound>> Handle(
        string accountId,
        string id,
        NotificationsDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        if (await db.ReachableAsync(accountId, caller, ct) is not { } account || !Ids.TryRead(id, out var key))
        {
            return TypedResults.NotFound();
        }

        var item = await db.InboxItems.SingleOrDefaultAsync(i => i.Id == key && i.AccountId == account.Id, ct);
        if (item is null)
        {
            return TypedResults.NotFound();
        }

        item.Read(clock.Now());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(InboxItemView.Of(item, account.Language));
    }
}
