using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using MassTransit;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>Who is responsible decides whether it counts by the usual contract (features.md V7, C15).</summary>
internal sealed class CountComplaintWhenFindingRecorded(CountComplaints complaints) : IConsumer<Batch<FindingRecorded>>
{
    public Task Consume(ConsumeContext<Batch<FindingRecorded>> context) =>
        complaints.OnceEachAsync(context, nameof(CountComplaintWhenFindingRecorded), Read);

    private static CaseEvent Read(FindingRecorded it)
    {
        var heard = new CaseHeard(it.Version, it.CaseNumber, it.TicketType, it.AccountId, it.VasServiceId);
        return new(it.ComplaintId, heard, fact => fact.HearFinding(heard, it.IsUpheld, it.Responsible, it.FoundAt));
    }
}
