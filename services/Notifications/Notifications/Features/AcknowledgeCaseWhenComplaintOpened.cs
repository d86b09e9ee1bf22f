using System;
using System.Threading;
using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.Telemetry;

namespace Notifications.Features;

/// <summary>
/// A case was taken: the customer is told its number at once (features.md C1). A case without account and contact, an
/// anonymous report, has nobody to tell.
/// </summary>
internal sealed class AcknowledgeCaseWhenComplaintOpened(NotificationsDb db, TimeProvider clock)
    : IConsumer<ComplaintOpened>
{
    public Task Consume(ConsumeContext<ComplaintOpened> context) =>
        context.OnceAsync(db, nameof(AcknowledgeCaseWhenComplaintOpened), ct => AcknowledgeAsync(context.Message, ct));

    private async Task AcknowledgeAsync(ComplaintOpened opened, CancellationToken ct)
    {
        var key = $"{CaseAcknowledged.Purpose}:{opened.ComplaintId}";
        var hasNobodyToTell = opened.AccountId is null && opened.ContactPhone is null;
        if (hasNobodyToTell || await db.Messages.AnyAsync(message => message.DedupeKey == key, ct))
        {
            return;
        }

        var facts = new CaseAcknowledged(opened.CaseNumber, opened.TicketType).ToJson();
        var message = Message.About(
            new NewMessage(
                key,
                CaseAcknowledged.Purpose,
                opened.AccountId,
                opened.ComplaintId,
                opened.CaseNumber,
                facts
            ),
            StoredTrace.Current,
            clock.Now()
        );
        if (opened.ContactPhone is { } phone)
        {
            var language = opened.ContactLanguage ?? "zh";
            message.AddressTo(phone, language, CaseAcknowledged.Render(facts, language));
        }

        db.Messages.Add(message);
    }
}
