using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using ServiceDefaults.Messaging;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>With a line its services end; nobody can be charged for them any more (features.md V4, B10).</summary>
internal sealed class EndSubscriptionsWhenLineTerminated(VasDb db, EndManySubscriptions subscriptions)
    : IConsumer<LineTerminated>
{
    public Task Consume(ConsumeContext<LineTerminated> context)
    {
        var id = context.Message.LineId;
        return context.OnceAsync(
            db,
            nameof(EndSubscriptionsWhenLineTerminated),
            ct => subscriptions.WhereAsync(it => it.LineId == id, SubscriptionEnd.LineTerminated, ct)
        );
    }
}
