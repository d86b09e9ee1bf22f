using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Notifications.Data;
using Notifications.Domain;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>
/// Nothing of a bill is open: no reminder of it that still waits goes out (features.md N3). The payment itself is what is told.
/// </summary>
internal sealed class EndRemindersWhenBillPaid(NotificationsDb db) : IConsumer<Batch<BillPaid>>
{
    public Task Consume(ConsumeContext<Batch<BillPaid>> context) =>
        context.OnceEachAsync(db, nameof(EndRemindersWhenBillPaid), SettleAsync);

    private async Task SettleAsync(IReadOnlyList<ConsumeContext<BillPaid>> paid, CancellationToken ct)
    {
        var bills = paid.Select(bill => bill.Message).DistinctBy(bill => bill.BillId).ToList();
        var ids = bills.Select(bill => bill.BillId).ToList();
        var known = await db
            .SettledBills.Where(settled => ids.Contains(settled.BillId))
            .Select(settled => settled.BillId)
            .ToListAsync(ct);
        db.SettledBills.AddRange(
            from bill in bills
            where !known.Contains(bill.BillId)
            select SettledBill.Of(bill.BillId, SettledBill.Paid, bill.PaidAt)
        );
    }
}
