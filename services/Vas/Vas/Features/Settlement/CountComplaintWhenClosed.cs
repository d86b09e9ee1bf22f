using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using MassTransit;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>A case is over; how decides whether it counts at all (features.md V7).</summary>
internal sealed class CountComplaintWhenClosed(CountComplaints complaints) : IConsumer<Batch<ComplaintClosed>>
{
    public Task Consume(ConsumeContext<Batch<ComplaintClosed>> context) =>
        complaints.OnceEachAsync(context, nameof(CountComplaintWhenClosed), Read);

    private static CaseEvent Read(ComplaintClosed it)
    {
        var heard = new CaseHeard(it.Version, it.CaseNumber, it.TicketType, it.AccountId, it.VasServiceId);
        return new(it.ComplaintId, heard, fact => fact.HearClosed(heard, it.Outcome, it.ClosedAt));
    }
}
