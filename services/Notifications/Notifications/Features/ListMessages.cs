using System;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Notifications.Channels;
using Notifications.Data;
using Notifications.Domain;
using ServiceDefaults.Security;

namespace Notifications.Features;

/// <summary>Messages that the caller may see, newest first; those of one case by its id or number.</summary>
internal static class ListMessages
{
    private static readonly Listing<Message> Listing = new Listing<Message>()
        .FilterBy("status", HasStatus)
        .FilterBy("characteristic.value", SpeaksOf);

    public static void Map(RouteGroupBuilder messages) =>
        messages.MapGet("", Handle).RequireRoles([Roles.Customer, .. Roles.CaseStaff]);

    private static Task<ListAnswer<CommunicationMessageView>> Handle(
        HttpContext http,
        NotificationsDb db,
        Caller caller,
        IOptions<SmsOptions> sms,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.Messages.AsNoTracking().VisibleTo(caller).OrderByDescending(m => m.CreatedAt).ThenBy(m => m.Id),
            http,
            message => CommunicationMessageView.Of(message, sms.Value.Sender),
            ct
        );

    private static Expression<Func<Message, bool>>? HasStatus(string word)
    {
        var matching = Enum.GetValues<MessageStatus>()
            .Where(status => CommunicationMessageView.Word(status) == word)
            .ToList();
        return matching.Count == 0 ? null : message => matching.Contains(message.Status);
    }

    /// <summary>Messages of a case, by its id or its number.</summary>
    private static Expression<Func<Message, bool>> SpeaksOf(string value) =>
        Ids.TryRead(value, out var id) ? message => message.ComplaintId == id : message => message.CaseNumber == value;
}
