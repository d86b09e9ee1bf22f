using System.Threading.Tasks;
using Loyalty.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>Points for a paid bill lie in the message centre (features.md L1).</summary>
internal sealed class TellCustomerWhenPointsEarned(NotificationsDb db, TellCustomer customer)
    : IConsumer<Batch<PointsEarned>>
{
    public Task Consume(ConsumeContext<Batch<PointsEarned>> context) =>
        context.OnceEachAsync(
            db,
            nameof(TellCustomerWhenPointsEarned),
            (earned, ct) => customer.TellAsync(earned, NoticeOf, ct)
        );

    private static Notice NoticeOf(PointsEarned fact) =>
        new(
            $"{fact.AccountId}:{fact.BillNumber}",
            fact.AccountId,
            Matter.Account(fact.AccountId),
            new PointsCredited(fact.Points, fact.Balance, fact.BillNumber, fact.ExpiresOn)
        );
}
