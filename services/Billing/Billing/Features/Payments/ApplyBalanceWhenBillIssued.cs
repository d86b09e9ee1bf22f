using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Features.Credit;
using MassTransit;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.Time;

namespace Billing.Features.Payments;

/// <summary>
/// What a customer has in advance pays for his next bill (features.md B9). A bill that owes him more than it charges is
/// such an advance, too: it may pay the arrears that a line is barred for.
/// </summary>
internal sealed class ApplyBalanceWhenBillIssued(BillingDb db, RestorePaidLines lines, BusinessClock clock)
    : IConsumer<BillIssued>
{
    public async Task Consume(ConsumeContext<BillIssued> context)
    {
        var (issued, now, ct) = (context.Message, clock.Now(), context.CancellationToken);
        if (await db.BalanceOfAsync(issued.AccountId, ct) <= 0)
        {
            return; // most have none, and what comes in from now on finds the bill, which stands already
        }

        var bill = new PayableBill(issued.AccountId, issued.BillNumber, issued.Currency, $"{issued.BillId}");
        var hasSettled = false;
        await using var turn = await db.Database.BeginTransactionAsync(ct); // the account's money is held until all is saved
        await context.OnceAsync(
            db,
            nameof(ApplyBalanceWhenBillIssued),
            async it => hasSettled = await db.ApplyBalanceAsync(bill, now, it)
        );
        if (hasSettled)
        {
            await lines.SaveAndRestoreAsync(issued.AccountId, now, ct);
        }

        await turn.CommitAsync(ct);
    }
}
