using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using MassTransit;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>A finding may change, also after the case was closed (features.md V7, C15).</summary>
internal sealed class CountComplaintWhenFindingChanged(CountComplaint complaints) : IConsumer<FindingChanged>
{
    public Task Consume(ConsumeContext<FindingChanged> context)
    {
        var it = context.Message;
        var heard = new CaseHeard(it.Version, it.CaseNumber, it.TicketType, it.AccountId, it.VasServiceId);
        return complaints.OnceAsync(
            context,
            nameof(CountComplaintWhenFindingChanged),
            it.ComplaintId,
            fact => fact.HearFinding(heard, it.IsUpheld, it.Responsible, it.FoundAt)
        );
    }
}
