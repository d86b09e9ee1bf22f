using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>A line was not back in time: an apology, before the customer has to complain (features.md B11, N6).</summary>
internal sealed class ApologiseWhenRestoreGuaranteeMissed(NotificationsDb db, TellCustomer customer)
    : IConsumer<RestoreGuaranteeMissed>
{
    public Task Consume(ConsumeContext<RestoreGuaranteeMissed> context) =>
        context.OnceAsync(
            db,
            nameof(ApologiseWhenRestoreGuaranteeMissed),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(RestoreGuaranteeMissed fact) =>
        new(
            $"{fact.GuaranteeId}",
            fact.AccountId,
            Matter.Line(fact.LineId, fact.ServiceNumber),
            new RestoreApology(fact.ServiceNumber)
        );
}
