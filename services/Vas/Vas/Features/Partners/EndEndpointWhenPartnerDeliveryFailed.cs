using System.Threading.Tasks;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Notifications.Contracts.Events.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;
using Vas.Data;

namespace Vas.Features.Partners;

/// <summary>
/// A delivery of ours was given up: an endpoint that answered 410 ends, one that failed for too long is switched off
/// (features.md N9; policies.md, partner.disable_after).
/// </summary>
internal sealed class EndEndpointWhenPartnerDeliveryFailed(VasDb db, PolicyBook policies)
    : IConsumer<PartnerDeliveryFailed>
{
    public Task Consume(ConsumeContext<PartnerDeliveryFailed> context) =>
        context.OnceAsync(
            db,
            nameof(EndEndpointWhenPartnerDeliveryFailed),
            async ct =>
            {
                var failed = context.Message;
                if (
                    failed.Owner != PartnerFeed.Owner
                    || await db.PartnerEndpoints.SingleOrDefaultAsync(e => e.Id == failed.SubscriptionId, ct)
                        is not { } endpoint
                )
                {
                    return;
                }

                if (failed.IsGone)
                {
                    endpoint.HearItIsGone(failed.Reason);
                }
                else
                {
                    endpoint.HearFailure(
                        failed.FailingSince,
                        failed.FailedAt,
                        (await policies.ReadAsync(ct)).DisableAfter(failed.FailedAt),
                        failed.Reason
                    );
                }
            }
        );
}
