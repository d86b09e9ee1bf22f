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
internal sealed class EndRemindersWhenBillPaid(NotificationsDb db) : IConsumer<BillPaid>
{
    public Task Consume(ConsumeContext<BillPaid> context) =>
        context.OnceAsync(
            db,
            nameof(EndRemindersWhenBillPaid),
            async ct =>
            {
                var bill = context.Message;
                if (!await db.SettledBills.AnyAsync(settled => settled.BillId == bill.BillId, ct))
                {
                    db.SettledBills.Add(SettledBill.Of(bill.BillId, SettledBill.Paid, bill.PaidAt));
                }
            }
        );
}
