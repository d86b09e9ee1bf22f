using System;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Domain.Bills;
using Billing.Domain.Ledger;
using Billing.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace Billing.Features.Payments;

/// <summary>How a payment is written down, whichever channel it came by.</summary>
internal static class PaymentBook
{
    /// <summary>The payment that this correlator stands for; its lock is to be held.</summary>
    public static Task<Payment?> KnownAsync(this BillingDb db, Incoming money, CancellationToken ct) =>
        db
            .Payments.AsNoTracking()
            .Include(payment => payment.Items)
            .SingleOrDefaultAsync(it => it.Correlator == money.Correlator && it.Channel == money.Channel, ct);

    public static Task LockCorrelatorAsync(this BillingDb db, Incoming money, CancellationToken ct) =>
        db.LockKeyAsync($"payment:{money.Channel}:{money.Correlator}", ct);

    /// <summary>Settles what is open, posts the payment and says so; the caller saves.</summary>
    public static Payment Take(this BillingDb db, Incoming incoming, MoneyAtHand money, DateTimeOffset now)
    {
        var settlement = money.Settle(incoming.Amount, now);
        var payment = Payment.Take(incoming, settlement, now);
        db.Payments.Add(payment);
        db.LedgerEntries.Add(EntryOf(payment, settlement));
        db.Outbox.Add(
            payment.Id,
            payment.Version,
            new PaymentReceived(
                payment.Id,
                payment.Version,
                payment.AccountId,
                payment.Amount,
                payment.LeftAsBalance,
                payment.Currency,
                payment.Method.ToWord(),
                payment.Correlator,
                now
            )
        );
        db.Outbox.AddPaidBills(settlement, now);
        return payment;
    }

    public static string ToWord(this PaymentMethod method) => JsonNamingPolicy.CamelCase.ConvertName($"{method}");

    private static LedgerEntry EntryOf(Payment payment, Settlement settlement) =>
        LedgerEntry.Of(
            EntryKind.Payment,
            payment.BusinessKey,
            $"Payment {payment.Correlator} by {payment.Channel}",
            payment.ReceivedAt,
            settlement
                .Credits(payment.AccountId, payment.Currency)
                .Prepend(
                    new(
                        payment.Method == PaymentMethod.Cash ? ChartOfAccounts.Cash : ChartOfAccounts.Checkout,
                        payment.Amount,
                        payment.Currency
                    )
                )
        );
}
