using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>A compensation was taken back (features.md B12, N6); about its case when it has one.</summary>
internal sealed class TellCustomerWhenCompensationClawedBack(NotificationsDb db, TellCustomer customer)
    : IConsumer<CompensationClawedBack>
{
    public Task Consume(ConsumeContext<CompensationClawedBack> context) =>
        context.OnceAsync(
            db,
            nameof(TellCustomerWhenCompensationClawedBack),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(CompensationClawedBack fact) =>
        new(
            $"{fact.CompensationId}",
            fact.AccountId,
            fact.ComplaintId is { } id ? Matter.Case(id, number: null) : Matter.Compensation(fact.CompensationId),
            new CompensationTakenBack(fact.Amount, fact.Currency, fact.Reason)
        );
}
