using System.Threading.Tasks;
using ApiConventions.Hub;
using Complaints.Data;
using MassTransit;
using Notifications.Contracts.Events.V1;
using ServiceDefaults.Messaging;

namespace Complaints.Features;

/// <summary>A listener of ours answered 410: it wants nothing any more (features.md N9).</summary>
internal sealed class EndSubscriptionWhenPartnerDeliveryFailed(ComplaintsDb db) : IConsumer<PartnerDeliveryFailed>
{
    public Task Consume(ConsumeContext<PartnerDeliveryFailed> context) =>
        context.OnceAsync(
            db,
            nameof(EndSubscriptionWhenPartnerDeliveryFailed),
            ct =>
                context.Message is { Owner: TellSubscribersAtSave.Owner, IsGone: true } gone
                    ? db.EndSubscriptionAsync(gone.SubscriptionId, ct)
                    : Task.CompletedTask
        );
}
