using System;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;

namespace Notifications.Features.Telling;

/// <summary>A line ended for arrears (features.md B10, N6).</summary>
internal sealed class TellCustomerWhenLineTerminated(NotificationsDb db, TellCustomer customer, PolicyBook policies)
    : IConsumer<LineTerminated>
{
    public Task Consume(ConsumeContext<LineTerminated> context) =>
        context.OnceAsync(
            db,
            nameof(TellCustomerWhenLineTerminated),
            async ct =>
            {
                var zone = (await policies.ReadAsync(ct)).Calendar.Zone;
                await customer.TellAsync(NoticeOf(context.Message, zone), ct);
            }
        );

    private static Notice NoticeOf(LineTerminated fact, TimeZoneInfo zone) =>
        new(
            $"{fact.LineId}",
            fact.AccountId,
            Matter.Line(fact.LineId, fact.ServiceNumber),
            new LineEnded(fact.ServiceNumber, fact.LineKind, fact.TerminatedAt.DateIn(zone))
        );
}
