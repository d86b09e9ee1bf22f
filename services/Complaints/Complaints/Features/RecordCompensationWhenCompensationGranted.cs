using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Complaints.Data;
using MassTransit;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.Time;

namespace Complaints.Features;

/// <summary>
/// A second person approved a compensation that the case had asked for, or the answer to the agent was lost: the case's
/// history tells it all the same (features.md B12).
/// </summary>
internal sealed class RecordCompensationWhenCompensationGranted(ComplaintsDb db, BusinessClock clock)
    : IConsumer<CompensationGranted>
{
    public Task Consume(ConsumeContext<CompensationGranted> context)
    {
        var it = context.Message;
        return context.OnceAsync(
            db,
            nameof(RecordCompensationWhenCompensationGranted),
            ct =>
                db.RecordOnceAsync(
                    it.ComplaintId,
                    new(it.CompensationId, "granted", it.Amount, it.Currency, it.Reason),
                    Acting.For(it.GrantedBy, it.GrantedByRole),
                    clock.Now(),
                    ct
                )
        );
    }
}
