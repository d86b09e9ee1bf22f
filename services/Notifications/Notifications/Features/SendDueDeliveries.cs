using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Notifications.Channels;
using Notifications.Data;
using Notifications.Domain;
using Rules;
using ServiceDefaults.Chaos;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Work;

namespace Notifications.Features;

/// <summary>
/// Sends due deliveries (features.md N9). The claim is committed before the call and the outcome after it; a crash in
/// between is <see cref="ResendLostDeliveries"/>' business. Calls go on while the sweep looks again, and an endpoint has
/// a few slots only: one that hangs holds nobody up but itself.
/// </summary>
internal sealed class SendDueDeliveries(IServiceScopeFactory scopes, TimeProvider clock, ILogger<SendDueDeliveries> log)
    : Sweep(scopes, log)
{
    private static readonly TimeSpan PatienceAtShutdown = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _hangUp = new();
    private readonly IServiceScopeFactory _scopes = scopes;
    private readonly ILogger _log = log;
    private readonly EndpointSlots _slots = new(clock);
    private readonly Lock _hangingUp = new();
    private bool _hasStopped;
    private bool _isDisposed;

    protected override TimeSpan Rest => TimeSpan.FromMilliseconds(200);

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var claimed = await ClaimAsync(services.GetRequiredService<NotificationsDb>(), ct);
        foreach (var delivery in claimed)
        {
            _ = _slots.TakeAsync(DeliverAsync(delivery, _hangUp.Token), delivery.Endpoint);
        }

        if (claimed.Count > 0 || _slots.AreIdle)
        {
            return claimed.Count;
        }

        // Nothing for the slots that are free: a call that comes home frees one, and then it is worth another look.
        return await _slots.OneFreedAsync(Task.Delay(Rest, ct)) ? 1 : 0;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (Interlocked.Exchange(ref _hasStopped, true))
        {
            return; // a host may stop twice, the second time after it was disposed
        }

        // Calls under way may still come home; one that does not is made again when its claim runs out.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(PatienceAtShutdown);
        await _slots.AllFreedAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        HangUp();
    }

    public override void Dispose()
    {
        lock (_hangingUp)
        {
            _hasStopped = true;
            _isDisposed = true;
            _hangUp.Dispose();
        }

        base.Dispose();
    }

    /// <summary>A host that has no patience left disposes what is still stopping.</summary>
    private void HangUp()
    {
        lock (_hangingUp)
        {
            if (!_isDisposed)
            {
                _hangUp.Cancel();
            }
        }
    }

    /// <summary>
    /// Claims what is due, slow endpoints' last, the longest due first, no endpoint more than it has free slots.
    /// </summary>
    private async Task<List<Delivery>> ClaimAsync(NotificationsDb db, CancellationToken ct)
    {
        var (free, full, slow) = (_slots.Free, _slots.Full(), _slots.SlowOnes());
        if (free <= 0)
        {
            return [];
        }

        await using var claim = await db.Database.BeginTransactionAsync(ct);
        var now = clock.Now();

        // From endpoint to endpoint through the index: the backlog of a hanging one is stepped over, however long.
        var due = await db
            .Deliveries.FromSql(
                $"""
                with recursive waiting as (
                  (select endpoint from deliveries where status = 'Waiting' order by endpoint limit 1)
                  union all
                  select (select d.endpoint from deliveries d
                           where d.status = 'Waiting' and d.endpoint > w.endpoint order by d.endpoint limit 1)
                    from waiting w where w.endpoint is not null
                )
                select due.* from waiting w
                 cross join lateral (
                   select * from deliveries d
                    where d.endpoint = w.endpoint and d.status = 'Waiting' and d.due_at <= {now}
                    order by d.due_at
                    limit {EndpointSlots.PerEndpoint}
                      for update skip locked
                 ) due
                 where w.endpoint <> all ({full})
                 order by w.endpoint = any ({slow}), due.due_at
                 limit {free}
                """
            )
            .ToListAsync(ct);
        var slots = due.GroupBy(delivery => delivery.Endpoint)
            .SelectMany(endpoint => endpoint.Take(_slots.FreeOf(endpoint.Key)))
            .ToLookup(delivery => slow.Contains(delivery.Endpoint));
        var mine = slots[false].Concat(slots[true].Take(_slots.FreeForSlow)).ToList();
        mine.ForEach(delivery => delivery.ClaimForSending(now));
        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        return mine;
    }

    /// <summary>Sends and records; never throws, because nobody waits: what goes wrong is found by its claim.</summary>
    private async Task DeliverAsync(Delivery delivery, CancellationToken hangUp)
    {
        try
        {
            using var span = StoredTrace.Continue("deliver webhook", delivery.Traceparent, ActivityKind.Producer);
            await using var scope = _scopes.CreateAsyncScope();
            var outcome = await scope.ServiceProvider.GetRequiredService<PartnerWebhook>().SendAsync(delivery, hangUp);
            KillPoint.Reached(KillPoint.DeliverySentBeforeRecord);
            span?.SetTag("http.response.status_code", outcome.StatusCode);
            var db = scope.ServiceProvider.GetRequiredService<NotificationsDb>();
            await RecordAsync(db, delivery, outcome, hangUp);
        }
        catch (OperationCanceledException) when (hangUp.IsCancellationRequested)
        {
            _log.LogInformation("Delivery {DeliveryId} was under way when the service stopped", delivery.Id);
        }
        catch (Exception e)
        {
            _log.LogError(e, "Delivery {DeliveryId} is sent again when its claim runs out", delivery.Id);
        }
    }

    private async Task RecordAsync(NotificationsDb db, Delivery sent, AttemptOutcome outcome, CancellationToken ct)
    {
        await using var turn = await db.Database.BeginTransactionAsync(ct);
        var delivery = await db.LockDeliveryAsync(sent.Id, ct);
        if (delivery?.IsUnderWay(sent.Attempts) != true)
        {
            return; // we were thought dead, and another sender has it
        }

        var now = clock.Now();
        delivery.Record(outcome, now, Random.Shared.NextDouble());
        if (delivery.Status is DeliveryStatus.Failed or DeliveryStatus.Gone)
        {
            delivery.TellOwner(db, now);
            await (delivery.Status == DeliveryStatus.Gone ? db.EndSiblingsAsync(delivery, ct) : Task.CompletedTask);
        }

        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
    }
}
