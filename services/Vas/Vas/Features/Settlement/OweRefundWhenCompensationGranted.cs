using System;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Messaging;
using Vas.Data;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>
/// A customer was paid for a case: when the provider is found responsible, its settlement takes it back (features.md V15).
/// </summary>
internal sealed class OweRefundWhenCompensationGranted(VasDb db) : IConsumer<CompensationGranted>
{
    public Task Consume(ConsumeContext<CompensationGranted> context) =>
        context.OnceAsync(db, nameof(OweRefundWhenCompensationGranted), ct => HearAsync(context.Message, ct));

    private async Task HearAsync(CompensationGranted granted, CancellationToken ct)
    {
        if (granted.ComplaintId is { } complaint)
        {
            (await db.RefundAsync(granted.CompensationId, complaint, granted.Amount, granted.Currency, ct)).HearGranted(
                granted.ChargeId,
                granted.GrantedAt
            );
        }
    }
}

internal static class RefundBook
{
    /// <summary>The refund as it is known, or a new one: which of its two events comes first is open.</summary>
    public static async Task<CaseRefund> RefundAsync(
        this VasDb db,
        Guid compensation,
        Guid complaint,
        decimal amount,
        string currency,
        CancellationToken ct
    )
    {
        var refund = await db.CaseRefunds.SingleOrDefaultAsync(it => it.CompensationId == compensation, ct);
        if (refund is null)
        {
            refund = CaseRefund.Of(compensation, complaint, amount, currency);
            db.CaseRefunds.Add(refund);
        }

        return refund;
    }
}
