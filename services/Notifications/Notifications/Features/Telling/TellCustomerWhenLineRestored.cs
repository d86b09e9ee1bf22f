using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>A line works again (features.md B11, N6).</summary>
internal sealed class TellCustomerWhenLineRestored(NotificationsDb db, TellCustomer customer) : IConsumer<LineRestored>
{
    public Task Consume(ConsumeContext<LineRestored> context) =>
        context.OnceAsync(
            db,
            nameof(TellCustomerWhenLineRestored),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(LineRestored fact) =>
        new(
            $"{fact.GuaranteeId}",
            fact.AccountId,
            Matter.Line(fact.LineId, fact.ServiceNumber),
            new LineBack(fact.ServiceNumber, fact.LineKind)
        );
}
