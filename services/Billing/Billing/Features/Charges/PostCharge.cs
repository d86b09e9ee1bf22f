using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Bills;
using Billing.Domain.Charges;
using Billing.Features.Payments;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;

namespace Billing.Features.Charges;

/// <summary>Posts a charge once for ever (features.md V5: at least 500 a second with Vas's own checks before it).</summary>
internal sealed class PostCharge(BillingDb db, PolicyBook policies, BusinessClock clock)
{
    public async Task<ThirdPartyCharge> OnceAsync(ChargeOrder order, CancellationToken ct)
    {
        await using var turn = await db.Database.BeginTransactionAsync(ct);
        await db.LockKeyAsync(order.BusinessKey, ct);
        var known = await db
            .ThirdPartyCharges.AsNoTracking()
            .SingleOrDefaultAsync(charge => charge.BusinessKey == order.BusinessKey, ct);
        if (known is not null)
        {
            known.RequireSame(order);
            return known;
        }

        await RequireLineAsync(order, ct);
        var (zone, now) = ((await policies.ReadAsync(ct)).Calendar.Zone, clock.Now());
        var entry = ChargeBook.EntryOf(order, now);
        var month = BillingMonth.Of(order.OccurredAt.DateIn(zone));
        var charge = ThirdPartyCharge.Post(order, month, entry.Id, now);
        db.LedgerEntries.Add(entry);
        db.ThirdPartyCharges.Add(charge);
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
        return charge;
    }

    private async Task RequireLineAsync(ChargeOrder order, CancellationToken ct)
    {
        var isTheirs = await db
            .Accounts.Where(account => account.Id == order.AccountId)
            .AnyAsync(account => account.Lines.Any(line => line.Id == order.LineId), ct);
        if (!isTheirs)
        {
            throw new RpcException(new Status(StatusCode.NotFound, "There is no such line of such an account."));
        }
    }
}
