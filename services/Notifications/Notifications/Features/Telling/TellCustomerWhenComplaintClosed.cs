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
    : IConsumer<Batch<ComplaintClosed>>
{
    public Task Consume(ConsumeContext<Batch<ComplaintClosed>> context) =>
        context.OnceEachAsync(
            db,
            nameof(TellCustomerWhenComplaintClosed),
            (closed, ct) => customer.TellAsync(closed, NoticeOf, ct)
        );

    private static Notice? NoticeOf(ComplaintClosed fact) =>
        fact.Outcome == "deleted"
            ? null
            : CaseContacts.NoticeOf(
                fact.AccountId,
                CaseContacts.Of(fact.ContactPhone, fact.ContactLanguage),
                Matter.Case(fact.ComplaintId, fact.CaseNumber),
                $"{fact.ComplaintId}",
                new CaseEnded(fact.CaseNumber, fact.Outcome)
            );
}
