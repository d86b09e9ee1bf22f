using System.Threading.Tasks;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;
using Vas.Contracts.Events.V1;

namespace Notifications.Features.Telling;

/// <summary>A prompt ended without a yes: nothing happened, and he knows it (features.md V3).</summary>
internal sealed class TellCustomerWhenSubscriptionLapsed(NotificationsDb db, TellCustomer customer)
    : IConsumer<SubscriptionLapsed>
{
    public Task Consume(ConsumeContext<SubscriptionLapsed> context) =>
        context.OnceAsync(
            db,
            nameof(TellCustomerWhenSubscriptionLapsed),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(SubscriptionLapsed fact) =>
        new(
            $"{fact.SubscriptionId}",
            fact.AccountId,
            Matter.Product(fact.SubscriptionId, fact.ServiceNumber),
            new SubscriptionNotMade(fact.ServiceNameZh, fact.ServiceNameEn, fact.ServiceNumber)
        );
}
