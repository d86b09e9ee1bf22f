using System.Threading.Tasks;
using Loyalty.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>A tier rose or fell (features.md L3).</summary>
internal sealed class TellCustomerWhenTierChanged(NotificationsDb db, TellCustomer customer) : IConsumer<TierChanged>
{
    public Task Consume(ConsumeContext<TierChanged> context) =>
        context.OnceAsync(
            db,
            nameof(TellCustomerWhenTierChanged),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(TierChanged fact) =>
        new(
            $"{fact.AccountId}:{fact.Version}",
            fact.AccountId,
            Matter.Account(fact.AccountId),
            new NewTier(fact.FromTier, fact.Tier, fact.ValidUntil)
        );
}
