using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>Charges are far above what is usual: told at once, by law (features.md B10).</summary>
internal sealed class WarnCustomerWhenBillShockSuspected(NotificationsDb db, TellCustomer customer)
    : IConsumer<BillShockSuspected>
{
    public Task Consume(ConsumeContext<BillShockSuspected> context) =>
        context.OnceAsync(
            db,
            nameof(WarnCustomerWhenBillShockSuspected),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(BillShockSuspected fact) =>
        new(
            $"{fact.AccountId}:{fact.Period}",
            fact.AccountId,
            Matter.Account(fact.AccountId),
            new BillShockWarning(fact.Period, fact.AmountSoFar, fact.UsualAmount, fact.Currency)
        );
}
