using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>A share of an allowance is used (features.md B14, N6).</summary>
internal sealed class WarnCustomerWhenUsageThresholdReached(NotificationsDb db, TellCustomer customer)
    : IConsumer<UsageThresholdReached>
{
    public Task Consume(ConsumeContext<UsageThresholdReached> context) =>
        context.OnceAsync(
            db,
            nameof(WarnCustomerWhenUsageThresholdReached),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(UsageThresholdReached fact) =>
        new(
            $"{fact.SubscriptionId}:{fact.Period}:{fact.UsageKind}:{fact.Percent}",
            fact.AccountId,
            Matter.Line(fact.LineId, fact.ServiceNumber),
            new AllowanceUsed(
                fact.ServiceNumber,
                fact.UsageKind,
                fact.Used,
                fact.Allowance,
                fact.Unit,
                fact.Percent,
                fact.Period
            )
        );
}
