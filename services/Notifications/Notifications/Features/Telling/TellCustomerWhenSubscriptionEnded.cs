using System.Threading.Tasks;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;
using Vas.Contracts.Events.V1;

namespace Notifications.Features.Telling;

/// <summary>A service is stopped (features.md V4). That what he paid for once is over he knows from being told of the charge.</summary>
internal sealed class TellCustomerWhenSubscriptionEnded(NotificationsDb db, TellCustomer customer)
    : IConsumer<SubscriptionEnded>
{
    public Task Consume(ConsumeContext<SubscriptionEnded> context) =>
        context.Message.Reason == "completed"
            ? Task.CompletedTask
            : context.OnceAsync(
                db,
                nameof(TellCustomerWhenSubscriptionEnded),
                ct => customer.TellAsync(NoticeOf(context.Message), ct)
            );

    private static Notice NoticeOf(SubscriptionEnded fact) =>
        new(
            $"{fact.SubscriptionId}",
            fact.AccountId,
            Matter.Product(fact.SubscriptionId, fact.ServiceNumber),
            new SubscriptionStopped(fact.ServiceNameZh, fact.ServiceNameEn, fact.ServiceNumber, fact.Reason)
        );
}
