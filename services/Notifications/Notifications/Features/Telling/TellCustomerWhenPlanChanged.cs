using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>Business done: a line is on another plan (features.md B3, N6).</summary>
internal sealed class TellCustomerWhenPlanChanged(NotificationsDb db, TellCustomer customer) : IConsumer<PlanChanged>
{
    public Task Consume(ConsumeContext<PlanChanged> context) =>
        context.OnceAsync(
            db,
            nameof(TellCustomerWhenPlanChanged),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(PlanChanged fact) =>
        new(
            $"{fact.SubscriptionId}",
            fact.AccountId,
            Matter.Line(fact.LineId, fact.ServiceNumber),
            new PlanInForce(
                fact.ServiceNumber,
                fact.OfferingNameZh,
                fact.OfferingNameEn,
                fact.MonthlyFee,
                fact.Currency,
                fact.StartsOn
            )
        );
}
