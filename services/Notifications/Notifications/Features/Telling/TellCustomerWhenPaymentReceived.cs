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

/// <summary>Money came in: the customer's receipt, one per payment (features.md N6).</summary>
internal sealed class TellCustomerWhenPaymentReceived(NotificationsDb db, TellCustomer customer, PolicyBook policies)
    : IConsumer<Batch<PaymentReceived>>
{
    public Task Consume(ConsumeContext<Batch<PaymentReceived>> context) =>
        context.OnceEachAsync(
            db,
            nameof(TellCustomerWhenPaymentReceived),
            async (payments, ct) =>
            {
                var zone = (await policies.ReadAsync(ct)).Calendar.Zone;
                await customer.TellAsync(payments, fact => NoticeOf(fact, zone), ct);
            }
        );

    private static Notice NoticeOf(PaymentReceived fact, TimeZoneInfo zone) =>
        new(
            $"{fact.PaymentId}",
            fact.AccountId,
            Matter.Payment(fact.PaymentId),
            new PaymentConfirmed(fact.Amount, fact.LeftAsBalance, fact.Currency, fact.ReceivedAt.DateIn(zone))
        );
}
