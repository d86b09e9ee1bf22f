using System.Threading.Tasks;
using Loyalty.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>A tier will fall at the end of its year (features.md L3).</summary>
internal sealed class RemindCustomerWhenTierEndingSoon(NotificationsDb db, TellCustomer customer)
    : IConsumer<TierEndingSoon>
{
    public Task Consume(ConsumeContext<TierEndingSoon> context) =>
        context.OnceAsync(
            db,
            nameof(RemindCustomerWhenTierEndingSoon),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(TierEndingSoon fact) =>
        new(
            $"{fact.AccountId}:{fact.EndsOn:yyyy-MM-dd}:{fact.Tier}",
            fact.AccountId,
            Matter.Account(fact.AccountId),
            new TierFalling(fact.Tier, fact.NextTier, fact.EndsOn)
        );
}
