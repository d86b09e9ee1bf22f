using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Credit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Work;

namespace Billing.Features.Credit;

/// <summary>
/// Tells the switch what is due (features.md B10, B11). The claim is committed before the call and the outcome after
/// it; a worker that dies in between loses his lease, and the next one tells the same order again. Calls go on while
/// this looks for more, each lane has slots of its own: lines on which the switch hangs hold up nobody else.
/// </summary>
internal sealed class SendLineOrders(
    IServiceScopeFactory scopes,
    SwitchSignal signal,
    TimeProvider systemClock,
    ILogger<SendLineOrders> log
) : Sweep(scopes, log)
{
    /// <summary>
    /// Calls under way at once, per replica. 50 restores/s of which 5 % hang for the 2 s of a call take 5 slots for those
    /// and less than 1 for the others; second tries of the hanging ones have a lane of their own.
    /// </summary>
    private static readonly Dictionary<OrderLane, int> Slots = new()
    {
        [OrderLane.Restore] = 32,
        [OrderLane.Bar] = 16,
        [OrderLane.Again] = 16,
    };

    /// <summary>For orders that fell due by time or were placed by another replica; our own wake us.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PatienceAtShutdown = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _hangUp = new();
    private readonly ConcurrentDictionary<Task, OrderLane> _underWay = new();
    private readonly IServiceScopeFactory _scopes = scopes;
    private readonly ILogger _log = log;
    private bool _hasStopped;
    private bool _hasHungUp;

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var claimed = await ClaimAsync(services.GetRequiredService<BillingDb>(), ct);
        foreach (var order in claimed)
        {
            _ = TakeSlotAsync(TellAsync(order, _hangUp.Token), LaneOf(order));
        }

        if (claimed.Count == 0)
        {
            await signal.WaitAsync(LookEvery, ct); // this is the rest, and it ends early
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

        // Calls under way may still come home; one that does not is made again when its lease runs out.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(PatienceAtShutdown);
        await Task.WhenAll(_underWay.Keys)
            .WaitAsync(patience.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        HangUp();
    }

    public override void Dispose()
    {
        _hasStopped = true;
        HangUp();
        base.Dispose();
    }

    /// <summary>Once: a host may dispose this while it still waits for calls to come home.</summary>
    private void HangUp()
    {
        if (!Interlocked.Exchange(ref _hasHungUp, true))
        {
            _hangUp.Cancel();
            _hangUp.Dispose();
        }
    }

    /// <summary>What is due, the longest due first, no lane more than it has free slots.</summary>
    private async Task<List<LineOrder>> ClaimAsync(BillingDb db, CancellationToken ct)
    {
        var (restore, bar, again) = (Free(OrderLane.Restore), Free(OrderLane.Bar), Free(OrderLane.Again));
        var now = systemClock.Now();
        var orders = await db
            .LineOrders.FromSql(
                $"""
                with restore as (
                  select id from line_orders where status = 'Waiting' and lane = 'Restore' and due_at <= {now}
                   order by due_at limit {restore} for update skip locked
                ), bar as (
                  select id from line_orders where status = 'Waiting' and lane = 'Bar' and due_at <= {now}
                   order by due_at limit {bar} for update skip locked
                ), again as (
                  select id from line_orders where status = 'Waiting' and lane = 'Again' and due_at <= {now}
                   order by due_at limit {again} for update skip locked
                )
                update line_orders o
                   set lane = 'Again', attempts = attempts + 1, due_at = {now + LineOrder.Lease}
                 where o.id in (select id from restore union all select id from bar union all select id from again)
                returning o.*
                """
            )
            .AsNoTracking()
            .ToListAsync(ct);
        return orders;
    }

    private static OrderLane LaneOf(LineOrder claimed) =>
        claimed.Attempts > 1 ? OrderLane.Again
        : claimed.State == SwitchState.Open ? OrderLane.Restore
        : OrderLane.Bar;

    private int Free(OrderLane lane) => Math.Max(0, Slots[lane] - _underWay.Values.Count(busy => busy == lane));

    private async Task TakeSlotAsync(Task call, OrderLane lane)
    {
        _underWay[call] = lane;
        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _underWay.TryRemove(call, out _);
        signal.Raise(); // a free slot is worth a look
    }

    /// <summary>Tells and records; never throws, because nobody waits: what goes wrong is found by its lease.</summary>
    private async Task TellAsync(LineOrder order, CancellationToken hangUp)
    {
        try
        {
            using var span = StoredTrace.Continue("tell switch", order.Traceparent, ActivityKind.Client);
            await using var scope = _scopes.CreateAsyncScope();
            var failure = await scope.ServiceProvider.GetRequiredService<SwitchClient>().TellAsync(order, hangUp);
            var settle = scope.ServiceProvider.GetRequiredService<SettleLineOrder>();
            await (failure is null ? settle.ConfirmAsync(order, hangUp) : settle.PostponeAsync(order, failure, hangUp));
            if (failure is not null)
            {
                _log.LogWarning("Order {OrderId}, attempt {Attempt}: {Reason}", order.Id, order.Attempts, failure);
            }
        }
        catch (OperationCanceledException) when (hangUp.IsCancellationRequested)
        {
            _log.LogInformation("Order {OrderId} was under way when the service stopped", order.Id);
        }
        catch (Exception e)
        {
            _log.LogError(e, "Order {OrderId} is told again when its lease runs out", order.Id);
        }
    }
}
