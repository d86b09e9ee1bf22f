using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using MassTransit;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>A case is over; how decides whether it counts at all (features.md V7).</summary>
internal sealed class CountComplaintWhenClosed(CountComplaint complaints) : IConsumer<ComplaintClosed>
{
    public Task Consume(ConsumeContext<ComplaintClosed> context)
    {
        var it = context.Message;
        var heard = new CaseHeard(it.Version, it.CaseNumber, it.TicketType, it.AccountId, it.VasServiceId);
        return complaints.OnceAsync(
            context,
            nameof(CountComplaintWhenClosed),
            it.ComplaintId,
            fact => fact.HearClosed(heard, it.Outcome, it.ClosedAt)
        );
    }
}
