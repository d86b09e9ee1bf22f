using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using ServiceDefaults.Messaging;
using Vas.Data;

namespace Vas.Features.Settlement;

/// <summary>The customer owes a compensation again, so the provider does not (features.md V15).</summary>
internal sealed class ForgetRefundWhenCompensationClawedBack(VasDb db) : IConsumer<CompensationClawedBack>
{
    public Task Consume(ConsumeContext<CompensationClawedBack> context) =>
        context.OnceAsync(db, nameof(ForgetRefundWhenCompensationClawedBack), ct => HearAsync(context.Message, ct));

    private async Task HearAsync(CompensationClawedBack back, CancellationToken ct)
    {
        if (back.ComplaintId is { } complaint)
        {
            (await db.RefundAsync(back.CompensationId, complaint, back.Amount, back.Currency, ct)).HearTakenBack(
                back.ClawedBackAt
            );
        }
    }
}
