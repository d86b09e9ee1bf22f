using System;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;

namespace Notifications.Features.Telling;

/// <summary>A day of the reminder ladder has come (features.md B10, N6).</summary>
internal sealed class RemindCustomerWhenArrearsReminderDue(
    NotificationsDb db,
    TellCustomer customer,
    PolicyBook policies
) : IConsumer<ArrearsReminderDue>
{
    public Task Consume(ConsumeContext<ArrearsReminderDue> context) =>
        context.OnceAsync(
            db,
            nameof(RemindCustomerWhenArrearsReminderDue),
            async ct =>
            {
                var zone = (await policies.ReadAsync(ct)).Calendar.Zone;
                await customer.TellAsync(NoticeOf(context.Message, zone), ct);
            }
        );

    private static Notice NoticeOf(ArrearsReminderDue fact, TimeZoneInfo zone) =>
        new(
            $"{fact.BillId}:{fact.DaysFromDue}",
            fact.AccountId,
            Matter.Bill(fact.BillId, fact.BillNumber),
            new ArrearsReminder(
                fact.BillNumber,
                fact.AmountOpen,
                fact.Currency,
                fact.DueOn,
                fact.DaysFromDue,
                fact.IsLast,
                fact.RemindedAt.DateIn(zone)
            )
        );
}
