using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>A compensation was credited (features.md B12, N6); about its case when it has one.</summary>
internal sealed class TellCustomerWhenCompensationGranted(NotificationsDb db, TellCustomer customer)
    : IConsumer<CompensationGranted>
{
    public Task Consume(ConsumeContext<CompensationGranted> context) =>
        context.OnceAsync(
            db,
            nameof(TellCustomerWhenCompensationGranted),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(CompensationGranted fact) =>
        new(
            $"{fact.CompensationId}",
            fact.AccountId,
            fact.ComplaintId is { } id ? Matter.Case(id, fact.CaseNumber) : Matter.Compensation(fact.CompensationId),
            new CompensationCredited(fact.CaseNumber, fact.Amount, fact.Currency, fact.Reason)
        );
}
