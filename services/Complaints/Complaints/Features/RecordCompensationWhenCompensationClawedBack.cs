using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Complaints.Data;
using MassTransit;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.Time;

namespace Complaints.Features;

/// <summary>A compensation of the case was taken back on the finding, and the history says why (features.md B12).</summary>
internal sealed class RecordCompensationWhenCompensationClawedBack(ComplaintsDb db, BusinessClock clock)
    : IConsumer<CompensationClawedBack>
{
    public Task Consume(ConsumeContext<CompensationClawedBack> context)
    {
        var it = context.Message;
        return context.OnceAsync(
            db,
            nameof(RecordCompensationWhenCompensationClawedBack),
            ct =>
                db.RecordOnceAsync(
                    it.ComplaintId,
                    new(it.CompensationId, "clawedBack", it.Amount, it.Currency, it.Reason),
                    Acting.For(it.ClawedBackBy, it.ClawedBackByRole),
                    clock.Now(),
                    ct
                )
        );
    }
}
