using System.Threading.Tasks;
using MassTransit;
using ServiceDefaults.Messaging;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>A provider that has to leave takes its services along: nobody pays for them any more (features.md V4, V9).</summary>
internal sealed class EndSubscriptionsWhenSanctionImposed(VasDb db, EndManySubscriptions subscriptions)
    : IConsumer<SanctionImposed>
{
    public Task Consume(ConsumeContext<SanctionImposed> context)
    {
        var provider = context.Message.ProviderId;
        return context.Message.Kind != "exit"
            ? Task.CompletedTask
            : context.OnceAsync(
                db,
                nameof(EndSubscriptionsWhenSanctionImposed),
                ct => subscriptions.WhereAsync(it => it.ProviderId == provider, SubscriptionEnd.ProviderExit, ct)
            );
    }
}
