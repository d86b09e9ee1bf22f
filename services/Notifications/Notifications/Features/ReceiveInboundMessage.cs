using System;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Notifications.Channels;
using Notifications.Contracts.Events.V1;
using Notifications.Data;
using Rules;
using ServiceDefaults.Time;

namespace Notifications.Features;

/// <summary>
/// A phone sent us a text (features.md V3, V4). Notifications only passes it on, once, in the commit that remembers it:
/// what a text means is its hearers' business. The gateway repeats the call until it is answered 200.
/// </summary>
internal static class ReceiveInboundMessage
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/sms/inbound", Handle).AllowAnonymous();

    private static async Task<Results<Ok, UnauthorizedHttpResult>> Handle(
        HttpRequest request,
        NotificationsDb db,
        InboundSignature signature,
        IOptions<SmsOptions> sms,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var call = InboundCall.Read(request.QueryString.Value, sms.Value.CountryCode);
        if (!signature.IsRight(call.Signature))
        {
            return TypedResults.Unauthorized();
        }

        if (call.Id.Length == 0)
        {
            throw new InvalidInput("id", "It is mandatory.");
        }

        var (id, now) = (Guid.CreateVersion7(), clock.Now());
        await using var turn = await db.Database.BeginTransactionAsync(ct);
        var isNew = await db.Database.ExecuteSqlAsync(
            $"""
            insert into inbound_messages (id, gateway_id, sender, receiver, text, received_at)
            values ({id}, {call.Id}, {call.From}, {call.To}, {call.Text}, {now})
            on conflict (gateway_id) do nothing
            """,
            ct
        );
        if (isNew > 0)
        {
            db.Outbox.Add(id, version: 1, new InboundMessageReceived(id, 1, call.From, call.To, call.Text, now));
            await db.SaveChangesAsync(ct);
        }

        await turn.CommitAsync(ct);
        return TypedResults.Ok();
    }
}
