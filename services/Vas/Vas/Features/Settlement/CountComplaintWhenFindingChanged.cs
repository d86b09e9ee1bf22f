using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using MassTransit;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>A finding may change, also after the case was closed (features.md V7, C15).</summary>
internal sealed class CountComplaintWhenFindingChanged(CountComplaints complaints) : IConsumer<Batch<FindingChanged>>
{
    public Task Consume(ConsumeContext<Batch<FindingChanged>> context) =>
        complaints.OnceEachAsync(context, nameof(CountComplaintWhenFindingChanged), Read);

    private static CaseEvent Read(FindingChanged it)
    {
        var heard = new CaseHeard(it.Version, it.CaseNumber, it.TicketType, it.AccountId, it.VasServiceId);
        return new(it.ComplaintId, heard, fact => fact.HearFinding(heard, it.IsUpheld, it.Responsible, it.FoundAt));
    }
}
