using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>A resolved case goes on (features.md C8, N6).</summary>
internal sealed class TellCustomerWhenComplaintReopened(NotificationsDb db, TellCustomer customer)
    : IConsumer<ComplaintReopened>
{
    public Task Consume(ConsumeContext<ComplaintReopened> context)
    {
        var fact = context.Message;
        return context.OnceAsync(
            db,
            nameof(TellCustomerWhenComplaintReopened),
            ct =>
                customer.TellOfCaseAsync(
                    fact.AccountId,
                    CaseContacts.Of(fact.ContactPhone, fact.ContactLanguage),
                    Matter.Case(fact.ComplaintId, fact.CaseNumber),
                    $"{fact.ComplaintId}:{fact.Version}",
                    new CaseGoesOn(fact.CaseNumber),
                    ct
                )
        );
    }
}
