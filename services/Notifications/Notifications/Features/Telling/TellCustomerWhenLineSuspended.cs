using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>A line was barred: how it comes back, and what still works (features.md B10, N6).</summary>
internal sealed class TellCustomerWhenLineSuspended(NotificationsDb db, TellCustomer customer)
    : IConsumer<LineSuspended>
{
    public Task Consume(ConsumeContext<LineSuspended> context) =>
        context.OnceAsync(
            db,
            nameof(TellCustomerWhenLineSuspended),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(LineSuspended fact) =>
        new(
            $"{fact.LineId}:{fact.Version}",
            fact.AccountId,
            Matter.Line(fact.LineId, fact.ServiceNumber),
            new LineBarred(fact.ServiceNumber, fact.LineKind, fact.AmountOpen, fact.Currency)
        );
}
