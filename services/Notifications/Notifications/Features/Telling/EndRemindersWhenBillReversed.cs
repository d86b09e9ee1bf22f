using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Notifications.Data;
using Notifications.Domain;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>
/// A bill is none any longer: no reminder of it that still waits goes out (features.md N3).
/// </summary>
internal sealed class EndRemindersWhenBillReversed(NotificationsDb db) : IConsumer<BillReversed>
{
    public Task Consume(ConsumeContext<BillReversed> context) =>
        context.OnceAsync(
            db,
            nameof(EndRemindersWhenBillReversed),
            async ct =>
            {
                var bill = context.Message;
                if (!await db.SettledBills.AnyAsync(settled => settled.BillId == bill.BillId, ct))
                {
                    db.SettledBills.Add(SettledBill.Of(bill.BillId, SettledBill.Reversed, bill.ReversedAt));
                }
            }
        );
}
