using System.Threading.Tasks;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;
using Vas.Contracts.Events.V1;

namespace Notifications.Features.Telling;

/// <summary>A wrong charge was given back: once per refund (features.md V15).</summary>
internal sealed class TellCustomerWhenChargeRefunded(NotificationsDb db, TellCustomer customer)
    : IConsumer<ChargeRefunded>
{
    public Task Consume(ConsumeContext<ChargeRefunded> context) =>
        context.OnceAsync(
            db,
            nameof(TellCustomerWhenChargeRefunded),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(ChargeRefunded fact) =>
        new(
            $"{fact.RefundId}",
            fact.AccountId,
            Matter.ServiceCharge(fact.ChargeId, fact.ServiceNumber),
            new ChargeGivenBack(
                fact.ServiceNameZh,
                fact.ServiceNameEn,
                fact.ServiceNumber,
                fact.Amount,
                fact.Extra,
                fact.Currency,
                fact.Reason
            )
        );
}
