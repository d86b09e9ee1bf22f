using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using MassTransit;
using ServiceDefaults.Messaging;

namespace Billing.Features.Credit;

/// <summary>Money came in: whoever is paid up gets his lines back within seconds (features.md B11).</summary>
internal sealed class RestoreLinesWhenPaymentReceived(BillingDb db, RestorePaidLines lines) : IConsumer<PaymentReceived>
{
    public async Task Consume(ConsumeContext<PaymentReceived> context)
    {
        var ct = context.CancellationToken;
        await using var turn = await db.Database.BeginTransactionAsync(ct); // the account stays held until the commit
        await context.OnceAsync(
            db,
            nameof(RestoreLinesWhenPaymentReceived),
            _ => lines.OfAsync(context.Message.AccountId, context.Message.ReceivedAt, ct)
        );
        await turn.CommitAsync(ct);
    }
}
