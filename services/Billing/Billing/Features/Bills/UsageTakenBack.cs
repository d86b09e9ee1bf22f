using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Bills;
using Billing.Domain.Tariffs;
using Microsoft.EntityFrameworkCore;

namespace Billing.Features.Bills;

/// <summary>
/// Usage that the replaced bill had charged is on no bill now, though its quantity counts as billed: later bills may
/// have built upon it. So its amounts come back, and the replacement charges what the standing bills do not.
/// </summary>
internal static class UsageTakenBack
{
    public static async Task AddUsageOfReplacedAsync(
        this BillingDb db,
        BillRun run,
        AccountToBill account,
        CancellationToken ct
    )
    {
        var lines = await db
            .Database.SqlQuery<Row>(
                $"""
                select l.subscription_id as "SubscriptionId", l.period as "Period", l.usage_kind as "Kind",
                       t.quantity as "Quantity", t.billed_quantity as "BilledQuantity", l.amount as "Amount"
                  from bill_lines l
                  join usage_totals t on (t.subscription_id, t.period, t.kind) = (l.subscription_id, l.period, l.usage_kind)
                 where l.bill_id = {run.ReplacesBillId}
                """
            )
            .ToListAsync(ct);
        foreach (var line in lines)
        {
            var kind = Enum.Parse<UsageKind>(line.Kind);
            account.Usage.RemoveAll(used =>
                (used.SubscriptionId, used.Period, used.Kind) == (line.SubscriptionId, line.Period, kind)
            );
            account.Usage.Add(
                new(line.SubscriptionId, line.Period, kind, line.Quantity, line.BilledQuantity, line.Amount)
            );
        }

        var inOrder = account
            .Usage.OrderBy(used => used.Period, StringComparer.Ordinal)
            .ThenBy(used => used.Kind)
            .ToList();
        account.Usage.Clear();
        account.Usage.AddRange(inOrder);
    }

    private sealed record Row(
        Guid SubscriptionId,
        string Period,
        string Kind,
        decimal Quantity,
        decimal BilledQuantity,
        decimal Amount
    );
}
