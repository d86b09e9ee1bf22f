using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using ServiceDefaults.Messaging;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>With an account all its services end (features.md V4).</summary>
internal sealed class EndSubscriptionsWhenAccountClosed(VasDb db, EndManySubscriptions subscriptions)
    : IConsumer<AccountClosed>
{
    public Task Consume(ConsumeContext<AccountClosed> context)
    {
        var id = context.Message.AccountId;
        return context.OnceAsync(
            db,
            nameof(EndSubscriptionsWhenAccountClosed),
            ct => subscriptions.WhereAsync(it => it.AccountId == id, SubscriptionEnd.LineTerminated, ct)
        );
    }
}
