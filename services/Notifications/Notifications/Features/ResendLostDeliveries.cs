using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Notifications.Data;
using Notifications.Domain;
using Rules;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Work;

namespace Notifications.Features;

/// <summary>
/// A sender died between its claim and its record. Whether the partner has the delivery cannot be asked, so it gets it
/// again: at least once, and the second copy is known by its <c>webhook-id</c> (features.md N9). One that loses every
/// sender is given up.
/// </summary>
internal sealed class ResendLostDeliveries(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<ResendLostDeliveries> log
) : Sweep(scopes, log)
{
    private readonly ILogger _log = log;

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<NotificationsDb>();
        await using var claim = await db.Database.BeginTransactionAsync(ct);
        var now = clock.Now();
        var lost = await db
            .Deliveries.FromSql(
                $"""
                select * from deliveries
                 where status = 'Sending' and claimed_until <= {now}
                 limit 100
                   for update skip locked
                """
            )
            .ToListAsync(ct);
        foreach (var delivery in lost)
        {
            using var span = StoredTrace.Continue("resend lost delivery", delivery.Traceparent);
            delivery.LoseSender(now);
            _log.LogWarning("Delivery {DeliveryId} lost its sender and is now {Status}", delivery.Id, delivery.Status);
            if (delivery.Status == DeliveryStatus.Failed)
            {
                await delivery.TellOwnerAsync(db, now, ct);
            }
        }

        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        return lost.Count;
    }
}
