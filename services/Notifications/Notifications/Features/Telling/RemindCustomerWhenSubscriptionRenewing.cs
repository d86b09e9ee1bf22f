using System.Threading.Tasks;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;
using Vas.Contracts.Events.V1;

namespace Notifications.Features.Telling;

/// <summary>A service renews soon: once per renewal (features.md V5).</summary>
internal sealed class RemindCustomerWhenSubscriptionRenewing(NotificationsDb db, TellCustomer customer)
    : IConsumer<SubscriptionRenewing>
{
    public Task Consume(ConsumeContext<SubscriptionRenewing> context) =>
        context.OnceAsync(
            db,
            nameof(RemindCustomerWhenSubscriptionRenewing),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(SubscriptionRenewing fact) =>
        new(
            $"{fact.SubscriptionId}:{fact.RenewsOn:O}",
            fact.AccountId,
            Matter.Product(fact.SubscriptionId, fact.ServiceNumber),
            new SubscriptionRenewal(
                fact.ServiceNameZh,
                fact.ServiceNameEn,
                fact.ServiceNumber,
                fact.Fee,
                fact.Currency,
                fact.RenewsOn
            )
        );
}
