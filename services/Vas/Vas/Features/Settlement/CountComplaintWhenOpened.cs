using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using MassTransit;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>A case was taken, perhaps about a value-added service (features.md V7).</summary>
internal sealed class CountComplaintWhenOpened(CountComplaint complaints) : IConsumer<ComplaintOpened>
{
    public Task Consume(ConsumeContext<ComplaintOpened> context)
    {
        var it = context.Message;
        var heard = new CaseHeard(it.Version, it.CaseNumber, it.TicketType, it.AccountId, it.VasServiceId);
        return complaints.OnceAsync(
            context,
            nameof(CountComplaintWhenOpened),
            it.ComplaintId,
            fact => fact.Hear(heard)
        );
    }
}
