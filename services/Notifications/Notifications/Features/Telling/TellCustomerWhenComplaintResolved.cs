using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>A case has its answer (features.md C4, N6).</summary>
internal sealed class TellCustomerWhenComplaintResolved(NotificationsDb db, TellCustomer customer)
    : IConsumer<ComplaintResolved>
{
    public Task Consume(ConsumeContext<ComplaintResolved> context)
    {
        var fact = context.Message;
        return context.OnceAsync(
            db,
            nameof(TellCustomerWhenComplaintResolved),
            ct =>
                customer.TellOfCaseAsync(
                    fact.AccountId,
                    CaseContacts.Of(fact.ContactPhone, fact.ContactLanguage),
                    Matter.Case(fact.ComplaintId, fact.CaseNumber),
                    $"{fact.ComplaintId}:{fact.Version}",
                    new CaseAnswered(fact.CaseNumber, fact.Answer, fact.NeedsCallback),
                    ct
                )
        );
    }
}
