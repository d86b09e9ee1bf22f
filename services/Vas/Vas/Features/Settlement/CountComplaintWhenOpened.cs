using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using MassTransit;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>A case was taken, perhaps about a value-added service (features.md V7).</summary>
internal sealed class CountComplaintWhenOpened(CountComplaints complaints) : IConsumer<Batch<ComplaintOpened>>
{
    public Task Consume(ConsumeContext<Batch<ComplaintOpened>> context) =>
        complaints.OnceEachAsync(context, nameof(CountComplaintWhenOpened), Read);

    private static CaseEvent Read(ComplaintOpened it)
    {
        var heard = new CaseHeard(it.Version, it.CaseNumber, it.TicketType, it.AccountId, it.VasServiceId);
        return new(it.ComplaintId, heard, fact => fact.Hear(heard));
    }
}
