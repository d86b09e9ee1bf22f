using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using MassTransit;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>Who is responsible decides whether it counts by the usual contract (features.md V7, C15).</summary>
internal sealed class CountComplaintWhenFindingRecorded(CountComplaint complaints) : IConsumer<FindingRecorded>
{
    public Task Consume(ConsumeContext<FindingRecorded> context)
    {
        var it = context.Message;
        var heard = new CaseHeard(it.Version, it.CaseNumber, it.TicketType, it.AccountId, it.VasServiceId);
        return complaints.OnceAsync(
            context,
            nameof(CountComplaintWhenFindingRecorded),
            it.ComplaintId,
            fact => fact.HearFinding(heard, it.IsUpheld, it.Responsible, it.FoundAt)
        );
    }
}
