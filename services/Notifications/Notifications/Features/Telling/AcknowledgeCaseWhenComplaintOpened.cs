using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>
/// A case was taken: the customer is told its number at once (features.md C1). A case without account and contact, an
/// anonymous report, has nobody to tell.
/// </summary>
internal sealed class AcknowledgeCaseWhenComplaintOpened(NotificationsDb db, TellCustomer customer)
    : IConsumer<ComplaintOpened>
{
    public Task Consume(ConsumeContext<ComplaintOpened> context)
    {
        var opened = context.Message;
        return context.OnceAsync(
            db,
            nameof(AcknowledgeCaseWhenComplaintOpened),
            ct =>
                customer.TellOfCaseAsync(
                    opened.AccountId,
                    CaseContacts.Of(opened.ContactPhone, opened.ContactLanguage),
                    Matter.Case(opened.ComplaintId, opened.CaseNumber),
                    $"{opened.ComplaintId}",
                    new CaseAcknowledged(opened.CaseNumber, opened.TicketType),
                    ct
                )
        );
    }
}
