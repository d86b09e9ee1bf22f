using System.Threading.Tasks;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;
using Vas.Contracts.Events.V1;

namespace Notifications.Features.Telling;

/// <summary>The answer to 0000, at the line that asked (features.md V4).</summary>
internal sealed class AnswerCustomerWhenInquiryAnswered(NotificationsDb db, TellCustomer customer)
    : IConsumer<InquiryAnswered>
{
    public Task Consume(ConsumeContext<InquiryAnswered> context) =>
        context.OnceAsync(
            db,
            nameof(AnswerCustomerWhenInquiryAnswered),
            ct => customer.TellAsync(NoticeOf(context.Message), ct)
        );

    private static Notice NoticeOf(InquiryAnswered fact) =>
        new(
            $"{fact.InquiryId}",
            fact.AccountId,
            Matter.Inquiry(fact.InquiryId, fact.ServiceNumber),
            new ServicesListed(fact.TextZh, fact.TextEn),
            Line: fact.ServiceNumber,
            Sender: fact.ReplyNumber
        );
}
