using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Notifications.Channels;
using Notifications.Data;
using Notifications.Domain;
using ServiceDefaults.Security;

namespace Notifications.Features;

/// <summary>One message, with what became of it.</summary>
internal static class GetMessage
{
    public static void Map(RouteGroupBuilder messages) =>
        messages.MapGet("/{id}", Handle).RequireRoles([Roles.Customer, .. Roles.CaseStaff]);

    private static async Task<Results<Ok<CommunicationMessageView>, NotFound>> Handle(
        string id,
        NotificationsDb db,
        Caller caller,
        IOptions<SmsOptions> sms,
        CancellationToken ct
    )
    {
        var message = Ids.TryRead(id, out var key)
            ? await db.Messages.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(m => m.Id == key, ct)
            : null;
        return message is null
            ? TypedResults.NotFound()
            : TypedResults.Ok(CommunicationMessageView.Of(message, sms.Value.Sender));
    }
}

/// <summary>The ownership rule of messages (P4): a customer sees his account's, case staff all.</summary>
internal static class MessageOwnership
{
    public static IQueryable<Message> VisibleTo(this IQueryable<Message> messages, Caller caller) =>
        caller switch
        {
            { IsCaseStaff: true } => messages,
            { IsCustomer: true, AccountId: { } account } => messages.Where(m => m.AccountId == account),
            _ => messages.Where(_ => false),
        };
}
