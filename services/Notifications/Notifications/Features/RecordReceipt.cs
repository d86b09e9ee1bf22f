using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Notifications.Channels;
using Notifications.Data;
using Notifications.Domain;
using Rules;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;

namespace Notifications.Features;

/// <summary>
/// The gateway reports what became of a message (features.md N5). Reports come several times and in any order; the
/// gateway repeats one until it is answered 200.
/// </summary>
internal static class RecordReceipt
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/sms/receipts/{id}", Handle).AllowAnonymous();

    private static async Task<Results<Ok, NotFound, UnauthorizedHttpResult>> Handle(
        string id,
        int status,
        string? signature,
        NotificationsDb db,
        ReceiptSignature signatures,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        if (!Ids.TryRead(id, out var key) || !signatures.IsRight(key, signature))
        {
            return TypedResults.Unauthorized();
        }

        await using var turn = await db.Database.BeginTransactionAsync(ct);
        var message = await db.LockMessageAsync(key, ct);
        if (message is null)
        {
            return TypedResults.NotFound();
        }

        using var span = StoredTrace.Continue("delivery receipt", message.Traceparent, ActivityKind.Consumer);
        span?.SetTag("sms.receipt.status", status);
        Record(message, (GatewayReport)status, db, clock.Now());
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
        return TypedResults.Ok();
    }

    private static void Record(Message message, GatewayReport report, NotificationsDb db, DateTimeOffset now)
    {
        switch (report)
        {
            case GatewayReport.TakenByCentre when message.Status is MessageStatus.Waiting or MessageStatus.Sending:
                message.Accept(now);
                break;
            case GatewayReport.Delivered when message.ConfirmDelivery(now):
                db.Outbox.Add(message.Id, message.Version, MessageFacts.Delivered(message));
                break;
            case GatewayReport.Failed
            or GatewayReport.RejectedByCentre when message.ConfirmFailure($"The centre reports {report}."):
                db.Outbox.Add(message.Id, message.Version, MessageFacts.Failed(message, now));
                break;
            default:
                break; // Buffered, or what is known already
        }
    }

    /// <summary>Kannel's delivery report types (its user guide, dlr-mask).</summary>
    private enum GatewayReport
    {
        Delivered = 1,
        Failed = 2,
        Buffered = 4,
        TakenByCentre = 8,
        RejectedByCentre = 16,
    }
}
