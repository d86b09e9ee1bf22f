using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Credit;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Telemetry;

namespace Billing.Features.Credit;

/// <summary>Orders to the switch, noted in the commit of the move that needs them; <see cref="SendLineOrders"/> sends them.</summary>
internal static class SwitchOrders
{
    /// <summary>The newest order of a line takes the place of one that waits.</summary>
    /// <param name="lines">Held by this transaction, after their move.</param>
    public static async Task PlaceOrdersAsync(
        this BillingDb db,
        IReadOnlyCollection<LineStanding> lines,
        SwitchState state,
        TimeProvider systemClock,
        CancellationToken ct
    )
    {
        if (lines.Count == 0)
        {
            return;
        }

        await db.WithdrawOrdersAsync([.. lines.Select(line => line.LineId)], ct);
        var now = systemClock.Now();
        db.OrdersTheSwitch = true;
        db.LineOrders.AddRange(lines.Select(line => LineOrder.Place(line, state, now, StoredTrace.Current)));
    }

    /// <returns>The lines of which the switch may have heard already.</returns>
    public static Task<List<Guid>> WithdrawOrdersAsync(this BillingDb db, Guid[] lines, CancellationToken ct) =>
        db
            .Database.SqlQuery<Guid>(
                $"""
                with withdrawn as (
                  update line_orders set status = 'Withdrawn'
                   where line_id = any ({lines}) and status = 'Waiting'
                  returning line_id, attempts
                )
                select line_id as "Value" from withdrawn where attempts > 0
                """
            )
            .ToListAsync(ct);
}
