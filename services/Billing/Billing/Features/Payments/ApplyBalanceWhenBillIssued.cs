using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using MassTransit;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.Time;

namespace Billing.Features.Payments;

/// <summary>What a customer paid in advance or too much pays for his next bill (features.md B9).</summary>
internal sealed class ApplyBalanceWhenBillIssued(BillingDb db, BusinessClock clock) : IConsumer<BillIssued>
{
    public async Task Consume(ConsumeContext<BillIssued> context)
    {
        var ct = context.CancellationToken;
        await using var turn = await db.Database.BeginTransactionAsync(ct); // the account's money is held until all is saved
        await context.OnceAsync(db, nameof(ApplyBalanceWhenBillIssued), it => ApplyAsync(context.Message, it));
        await turn.CommitAsync(ct);
    }

    private async Task ApplyAsync(BillIssued issued, CancellationToken ct)
    {
        if (await db.LockMoneyAsync(issued.AccountId, ct) is { } money)
        {
            db.ApplyBalance(
                money,
                $"{issued.BillId}",
                $"Balance applied when bill {issued.BillNumber} was issued",
                issued.Currency,
                clock.Now()
            );
        }
    }
}
