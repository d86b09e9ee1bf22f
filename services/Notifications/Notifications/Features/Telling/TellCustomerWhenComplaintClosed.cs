using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>A case is over (features.md C8, N6). One that staff deleted was none, and nobody is told.</summary>
internal sealed class TellCustomerWhenComplaintClosed(NotificationsDb db, TellCustomer customer)
    : IConsumer<ComplaintClosed>
{
    public Task Consume(ConsumeContext<ComplaintClosed> context)
    {
        var fact = context.Message;
        return context.OnceAsync(
            db,
            nameof(TellCustomerWhenComplaintClosed),
            ct =>
                fact.Outcome == "deleted"
                    ? Task.CompletedTask
                    : customer.TellOfCaseAsync(
                        fact.AccountId,
                        CaseContacts.Of(fact.ContactPhone, fact.ContactLanguage),
                        Matter.Case(fact.ComplaintId, fact.CaseNumber),
                        $"{fact.ComplaintId}",
                        new CaseEnded(fact.CaseNumber, fact.Outcome),
                        ct
                    )
        );
    }
}
