using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using MassTransit;
using ServiceDefaults.Messaging;

namespace Billing.Features.Credit;

/// <summary>Charges that were taken back are owed no longer, and bar no line (features.md B10, B15).</summary>
internal sealed class RestoreLinesWhenBillReversed(BillingDb db, RestorePaidLines lines) : IConsumer<BillReversed>
{
    public async Task Consume(ConsumeContext<BillReversed> context)
    {
        var ct = context.CancellationToken;
        await using var turn = await db.Database.BeginTransactionAsync(ct); // the account stays held until the commit
        await context.OnceAsync(
            db,
            nameof(RestoreLinesWhenBillReversed),
            _ => lines.OfAsync(context.Message.AccountId, context.Message.ReversedAt, ct)
        );
        await turn.CommitAsync(ct);
    }
}
