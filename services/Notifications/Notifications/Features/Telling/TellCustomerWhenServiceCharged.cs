using System.Threading.Tasks;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;
using Vas.Contracts.Events.V1;

namespace Notifications.Features.Telling;

/// <summary>A provider took money: once per charge (features.md V5).</summary>
internal sealed class TellCustomerWhenServiceCharged(NotificationsDb db, TellCustomer customer)
    : IConsumer<Batch<ServiceCharged>>
{
    public Task Consume(ConsumeContext<Batch<ServiceCharged>> context) =>
        context.OnceEachAsync(
            db,
            nameof(TellCustomerWhenServiceCharged),
            (charges, ct) => customer.TellAsync(charges, NoticeOf, ct)
        );

    private static Notice NoticeOf(ServiceCharged fact) =>
        new(
            $"{fact.ChargeId}",
            fact.AccountId,
            Matter.ServiceCharge(fact.ChargeId, fact.ServiceNumber),
            new ServiceChargeTold(
                fact.ProviderNameZh,
                fact.ProviderNameEn,
                fact.ServiceNameZh,
                fact.ServiceNameEn,
                fact.ServiceNumber,
                fact.Amount,
                fact.Currency
            )
        );
}
