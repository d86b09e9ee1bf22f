using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Charges;
using Billing.Domain.Ledger;
using Billing.Features.Credit;
using Billing.Features.Payments;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Time;

namespace Billing.Features.Charges;

/// <summary>
/// Takes a charge off, whole and once (features.md V5, V15): no bill will have it, or, when one has it, the customer is
/// credited as by a payment. Both ways the provider bears it, and what the customer gets beyond it.
/// </summary>
internal sealed class ReverseCharge(BillingDb db, RestorePaidLines lines, BusinessClock clock)
{
    public async Task<ThirdPartyCharge> OnceAsync(
        string businessKey,
        string reason,
        decimal extra,
        CancellationToken ct
    )
    {
        await using var turn = await db.Database.BeginTransactionAsync(ct);
        await db.LockKeyAsync(businessKey, ct);
        var account =
            await db
                .ThirdPartyCharges.Where(charge => charge.BusinessKey == businessKey)
                .Select(charge => (Guid?)charge.AccountId)
                .SingleOrDefaultAsync(ct)
            ?? throw new RpcException(new Status(StatusCode.NotFound, "No charge was posted under the key."));
        var money = (await db.LockMoneyAsync(account, ct))!;
        var charge = await LockAsync(businessKey, ct);
        if (charge.Status == ChargeStatus.Reversed)
        {
            return charge;
        }

        charge.RequireReversible(await db.IsCompensatedAsync(charge, ct));
        var now = clock.Now();
        var entry = charge.BillId is null
            ? await TakeOffAsync(charge, reason, now, ct)
            : Credit(charge, money, reason, now);
        db.LedgerEntries.Add(entry);
        charge.Reverse(reason, extra, entry.Id, now);
        if (extra > 0)
        {
            var credit = money.Settle(extra, now);
            db.Outbox.AddPaidBills(credit, now);
            db.LedgerEntries.Add(ChargeBook.ExtraOf(charge, extra, credit, reason, now));
        }

        var isPaid = charge.BillId is not null || extra > 0; // bills may be settled by it, and lines come back
        await (isPaid ? lines.SaveAndRestoreAsync(account, now, ct) : db.SaveChangesAsync(ct));
        await turn.CommitAsync(ct);
        return charge;
    }

    /// <summary>A bill run holds what it bills until it commits: from here on it is on a bill or it will be on none.</summary>
    private async Task<ThirdPartyCharge> LockAsync(string businessKey, CancellationToken ct)
    {
        var locked = await db
            .ThirdPartyCharges.FromSql(
                $"select * from third_party_charges where business_key = {businessKey} for no key update"
            )
            .ToListAsync(ct);
        return locked.Single();
    }

    private async Task<LedgerEntry> TakeOffAsync(
        ThirdPartyCharge unbilled,
        string reason,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var posted = await db
            .LedgerEntries.Include(entry => entry.Postings.OrderBy(posting => posting.Seq))
            .SingleAsync(entry => entry.Id == unbilled.EntryId, ct);
        return posted.Reverse(reason, now);
    }

    private LedgerEntry Credit(ThirdPartyCharge billed, MoneyAtHand money, string reason, DateTimeOffset now)
    {
        var credit = money.Settle(billed.Amount, now);
        db.Outbox.AddPaidBills(credit, now);
        return ChargeBook.CreditOf(billed, credit, reason, now);
    }
}
