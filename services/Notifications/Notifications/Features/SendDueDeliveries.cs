using System;
using System.Collections.Concurrent;
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
/// a few slots only: one that hangs holds nobody up but itself. One that answers quickly is handed several in a row from
/// each slot, so that a claim and a commit serve many: at least 1,000 a second.
/// </summary>
internal sealed class SendDueDeliveries(
    IServiceScopeFactory scopes,
    RecordAttempts records,
    DeliverySignal signal,
    TimeProvider clock,
    ILogger<SendDueDeliveries> log
) : Sweep(scopes, log)
{
    /// <summary>A time that has come is noticed so soon; what is new wakes the sweep.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Deliveries in one claim: bodies have up to 20 kB.</summary>
    private const int MostAtOnce = 256;

    /// <summary>After a call of this length the rest of a lane's claim is given back: its claims would run out.</summary>
    private static readonly TimeSpan GiveBackAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PatienceAtShutdown = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _hangUp = new();
    private readonly IServiceScopeFactory _scopes = scopes;
    private readonly ILogger _log = log;
    private readonly EndpointSlots _slots = new(clock);
    private readonly Lock _hangingUp = new();
    private volatile bool _hasStopped;
    private bool _isDisposed;

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var lanes = await ClaimAsync(services.GetRequiredService<NotificationsDb>(), ct);
        foreach (var lane in lanes)
        {
            for (var slot = 0; slot < lane.Slots; slot++)
            {
                _ = HoldSlotAsync(lane, _hangUp.Token);
            }
        }

        if (lanes.Count == 0)
        {
            // A slot that becomes free and a delivery that is kept are worth another look; so is a time that has come.
            await signal.WaitAsync(LookEvery, ct);
        }

        return 1;
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
    /// Claims what is due, slow endpoints' last, the longest due first, no endpoint more than its free slots are worth.
    /// The claim need not wait for the disk: one that a crash takes back is a delivery that waits, and is sent again.
    /// </summary>
    private async Task<List<Lane>> ClaimAsync(NotificationsDb db, CancellationToken ct)
    {
        var (free, full) = (_slots.Free, _slots.Full());
        var (slow, quick) = (_slots.SlowOnes(), _slots.QuickOnes());
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
                        * case when w.endpoint = any ({quick}) then {EndpointSlots.InARow} else 1 end
                      for update skip locked
                 ) due
                 where w.endpoint <> all ({full})
                 order by w.endpoint = any ({slow}), due.due_at
                 limit {MostAtOnce}
                """
            )
            .ToListAsync(ct);
        var lanes = Lanes(due, slow, free);
        if (lanes.Count > 0)
        {
            await db.Database.ExecuteSqlAsync($"set local synchronous_commit = off", ct);
            lanes.SelectMany(lane => lane.Waiting).ToList().ForEach(delivery => delivery.ClaimForSending(now));
            await db.SaveChangesAsync(ct);
        }

        await claim.CommitAsync(ct);
        return lanes;
    }

    private List<Lane> Lanes(List<Delivery> due, string[] slow, int free)
    {
        var freeForSlow = _slots.FreeForSlow;
        var lanes = new List<Lane>();
        foreach (var waiting in due.GroupBy(delivery => delivery.Endpoint))
        {
            var isSlow = slow.Contains(waiting.Key);
            var slots = Math.Min(_slots.FreeOf(waiting.Key), isSlow ? Math.Min(free, freeForSlow) : free);
            var mine = waiting.Take(Math.Max(0, _slots.Worth(waiting.Key, slots))).ToList();
            slots = Math.Min(slots, mine.Count);
            if (slots > 0)
            {
                lanes.Add(new Lane(waiting.Key, new ConcurrentQueue<Delivery>(mine), slots));
                free -= slots;
                freeForSlow -= isSlow ? slots : 0;
            }
        }

        return lanes;
    }

    private async Task HoldSlotAsync(Lane lane, CancellationToken hangUp)
    {
        await _slots.TakeAsync(RunAsync(lane, hangUp), lane.Endpoint);
        signal.Wake();
    }

    /// <summary>One slot's work: call after call, as long as the endpoint is quick. Never throws, because nobody waits.</summary>
    private async Task RunAsync(Lane lane, CancellationToken hangUp)
    {
        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            var webhook = scope.ServiceProvider.GetRequiredService<PartnerWebhook>();
            while (!_hasStopped && lane.Waiting.TryDequeue(out var delivery))
            {
                var started = clock.GetTimestamp();
                await DeliverAsync(webhook, delivery, hangUp);
                var took = clock.GetElapsedTime(started);
                _slots.Met(lane.Endpoint, took);
                if (took >= GiveBackAfter)
                {
                    break;
                }
            }

            await GiveBackAsync(lane);
        }
        catch (Exception e)
        {
            _log.LogError(e, "What a sender had claimed is sent when its claims run out");
        }
    }

    private async Task DeliverAsync(PartnerWebhook webhook, Delivery delivery, CancellationToken hangUp)
    {
        try
        {
            using var span = StoredTrace.Continue("deliver webhook", delivery.Traceparent, ActivityKind.Producer);
            var outcome = await webhook.SendAsync(delivery, hangUp);
            KillPoint.Reached(KillPoint.DeliverySentBeforeRecord);
            span?.SetTag("http.response.status_code", outcome.StatusCode);
            records.Add(delivery, outcome);
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

    /// <summary>What was claimed for calls that shall not be made from here now; nothing when all were made.</summary>
    private async Task GiveBackAsync(Lane lane)
    {
        var back = new List<Delivery>();
        while (lane.Waiting.TryDequeue(out var delivery))
        {
            back.Add(delivery);
        }

        if (back.Count == 0)
        {
            return;
        }

        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NotificationsDb>();
        await using var turn = await db.Database.BeginTransactionAsync();
        var now = await db.LockDeliveriesAsync(back.Select(delivery => delivery.Id), CancellationToken.None);
        foreach (var claimed in back)
        {
            if (now.GetValueOrDefault(claimed.Id) is { } delivery && delivery.IsUnderWay(claimed.Attempts))
            {
                delivery.GiveBack();
            }
        }

        await db.SaveChangesAsync();
        await turn.CommitAsync();
    }

    /// <summary>An endpoint's share of a claim, worked off from so many slots.</summary>
    private sealed record Lane(string Endpoint, ConcurrentQueue<Delivery> Waiting, int Slots);
}
