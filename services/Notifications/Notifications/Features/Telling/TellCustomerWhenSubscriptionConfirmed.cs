using System.Threading.Tasks;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;
using Vas.Contracts.Events.V1;

namespace Notifications.Features.Telling;

/// <summary>His own yes was taken (features.md V3).</summary>
internal sealed class TellCustomerWhenSubscriptionConfirmed(NotificationsDb db, TellCustomer customer)
    : IConsumer<SubscriptionConfirmed>
{
    public Task Consume(ConsumeContext<SubscriptionConfirmed> context) =>
        context.OnceAsync(
            db,
            nameof(TellCustomerWhenSubscriptionConfirmed),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(SubscriptionConfirmed fact) =>
        new(
            $"{fact.SubscriptionId}",
            fact.AccountId,
            Matter.Product(fact.SubscriptionId, fact.ServiceNumber),
            new SubscriptionStarted(
                fact.ProviderNameZh,
                fact.ProviderNameEn,
                fact.ServiceNameZh,
                fact.ServiceNameEn,
                fact.ServiceNumber,
                fact.Fee,
                fact.Currency,
                fact.Period,
                fact.TrialEndsOn
            )
        );
}
