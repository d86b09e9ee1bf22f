using System.Threading.Tasks;
using Loyalty.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>Points run out soon (features.md L1, N6).</summary>
internal sealed class RemindCustomerWhenPointsExpiring(NotificationsDb db, TellCustomer customer)
    : IConsumer<PointsExpiring>
{
    public Task Consume(ConsumeContext<PointsExpiring> context) =>
        context.OnceAsync(
            db,
            nameof(RemindCustomerWhenPointsExpiring),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(PointsExpiring fact) =>
        new(
            $"{fact.AccountId}:{fact.ExpiresOn:yyyy-MM-dd}:{fact.DaysLeft}",
            fact.AccountId,
            Matter.Account(fact.AccountId),
            new PointsRunningOut(fact.Points, fact.ExpiresOn, fact.DaysLeft)
        );
}
