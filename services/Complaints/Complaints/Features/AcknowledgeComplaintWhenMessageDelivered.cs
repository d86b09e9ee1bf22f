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

    public Task Consume(ConsumeContext<MessageDelivered> context) =>
        context.OnceAsync(
            db,
            nameof(AcknowledgeComplaintWhenMessageDelivered),
            ct => AcknowledgeAsync(context.Message, ct)
        );

    private async Task AcknowledgeAsync(MessageDelivered delivered, CancellationToken ct)
    {
        if (delivered is not { Purpose: CaseAcknowledged, ComplaintId: { } id })
        {
            return;
        }

        var now = clock.Now();
        var complaint = await db.Complaints.SingleOrDefaultAsync(c => c.Id == id, ct);
        if (complaint?.Acknowledge(delivered.Channel, Acting.Service, now) == true)
        {
            db.Outbox.Add(complaint.Id, complaint.Version, ComplaintFacts.Acknowledged(complaint, now));
        }
    }
}
