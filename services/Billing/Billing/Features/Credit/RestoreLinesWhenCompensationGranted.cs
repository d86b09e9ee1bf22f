using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using MassTransit;
using ServiceDefaults.Messaging;

namespace Billing.Features.Credit;

/// <summary>A credit settles charges like a payment does (features.md B11, B12).</summary>
internal sealed class RestoreLinesWhenCompensationGranted(BillingDb db, RestorePaidLines lines)
    : IConsumer<CompensationGranted>
{
    public async Task Consume(ConsumeContext<CompensationGranted> context)
    {
        var ct = context.CancellationToken;
        await using var turn = await db.Database.BeginTransactionAsync(ct); // the account stays held until the commit
        await context.OnceAsync(
            db,
            nameof(RestoreLinesWhenCompensationGranted),
            _ => lines.OfAsync(context.Message.AccountId, context.Message.GrantedAt, ct)
        );
        await turn.CommitAsync(ct);
    }
}
