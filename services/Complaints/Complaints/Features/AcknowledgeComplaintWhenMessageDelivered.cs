using System;
using System.Threading;
using System.Threading.Tasks;
using Complaints.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Notifications.Contracts.Events.V1;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.Time;

namespace Complaints.Features;

/// <summary>The customer's phone has the text that tells the case number: that promise is kept (features.md C4).</summary>
internal sealed class AcknowledgeComplaintWhenMessageDelivered(ComplaintsDb db, BusinessClock clock)
    : IConsumer<MessageDelivered>
{
    /// <summary>The purpose of that text; other messages about a case acknowledge nothing.</summary>
    private const string CaseAcknowledged = "case-acknowledged";

    /// <summary>Most messages are about other things: they cost nothing here, not even a row in the inbox.</summary>
    public Task Consume(ConsumeContext<MessageDelivered> context) =>
        context.Message is { Purpose: CaseAcknowledged, ComplaintId: { } id }
            ? context.OnceAsync(
                db,
                nameof(AcknowledgeComplaintWhenMessageDelivered),
                ct => AcknowledgeAsync(id, context.Message.Channel, ct)
            )
            : Task.CompletedTask;

    private async Task AcknowledgeAsync(Guid id, string channel, CancellationToken ct)
    {
        var now = clock.Now();
        var complaint = await db.Complaints.SingleOrDefaultAsync(c => c.Id == id, ct);
        if (complaint?.Acknowledge(channel, Acting.Service, now) == true)
        {
            db.Outbox.Add(complaint.Id, complaint.Version, ComplaintFacts.Acknowledged(complaint, now));
        }
    }
}
