using System.Threading.Tasks;
using Loyalty.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>Points were spent (features.md L1, N6).</summary>
internal sealed class TellCustomerWhenPointsRedeemed(NotificationsDb db, TellCustomer customer)
    : IConsumer<PointsRedeemed>
{
    public Task Consume(ConsumeContext<PointsRedeemed> context) =>
        context.OnceAsync(
            db,
            nameof(TellCustomerWhenPointsRedeemed),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(PointsRedeemed fact) =>
        new(
            $"{fact.RedemptionId}",
            fact.AccountId,
            Matter.Redemption(fact.RedemptionId),
            new PointsSpent(fact.Points, fact.Balance, fact.What)
        );
}
