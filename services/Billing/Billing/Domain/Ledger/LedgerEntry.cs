using System;
using System.Collections.Generic;
using System.Linq;
using Rules;

namespace Billing.Domain.Ledger;

/// <summary>
/// One business fact in the books (features.md B15): its postings sum to zero per currency, which the database checks
/// again at commit, and it is never changed; a correction is an entry that reverses it.
/// </summary>
public sealed class LedgerEntry
{
    private readonly List<Posting> _postings = [];

    private LedgerEntry() { }

    public Guid Id { get; private set; }
    public EntryKind Kind { get; private set; }

    /// <summary>What the entry is about, unique for ever within its kind: a bill's number, a payment's correlator.</summary>
    public string BusinessKey { get; private set; } = "";
    public DateTimeOffset BookedAt { get; private set; }
    public string Narrative { get; private set; } = "";
    public Guid? ReversesId { get; private set; }
    public IReadOnlyList<Posting> Postings => _postings;

    /// <exception cref="RuleViolation"><c>ledger.unbalanced</c>: the postings of a currency do not sum to zero.</exception>
    public static LedgerEntry Of(
        EntryKind kind,
        string businessKey,
        string narrative,
        DateTimeOffset bookedAt,
        params IEnumerable<Posting> postings
    )
    {
        var entry = new LedgerEntry
        {
            Id = Guid.CreateVersion7(bookedAt),
            Kind = kind,
            BusinessKey = businessKey,
            Narrative = narrative,
            BookedAt = bookedAt,
        };
        entry._postings.AddRange(
            postings.Where(posting => posting.Amount != 0).Select((posting, i) => posting.At((short)(i + 1)))
        );
        if (entry._postings.GroupBy(p => p.Currency, StringComparer.Ordinal).Any(sum => sum.Sum(p => p.Amount) != 0))
        {
            throw new RuleViolation("ledger.unbalanced", $"{kind} {businessKey} does not sum to zero.");
        }

        return entry;
    }

    /// <summary>The same sums on the other side; the database refuses to reverse an entry twice.</summary>
    public LedgerEntry Reverse(string narrative, DateTimeOffset bookedAt)
    {
        var reversal = Of(
            EntryKind.Reversal,
            $"{Kind}:{BusinessKey}",
            narrative,
            bookedAt,
            _postings.Select(p => new Posting(p.LedgerAccount, -p.Amount, p.Currency, p.AccountId))
        );
        reversal.ReversesId = Id;
        return reversal;
    }
}

/// <summary>One side of an entry.</summary>
public sealed class Posting
{
    private Posting() { }

    /// <param name="ledgerAccount">One of <see cref="ChartOfAccounts"/>.</param>
    /// <param name="amount">A debit is above zero, a credit below; in whole fen.</param>
    /// <param name="currency">ISO 4217.</param>
    /// <param name="accountId">The customer's account, for sub-ledgers; null for the operator's own.</param>
    public Posting(string ledgerAccount, decimal amount, string currency, Guid? accountId = null) =>
        (LedgerAccount, Amount, Currency, AccountId) = (ledgerAccount, amount, currency, accountId);

    public short Seq { get; private set; }
    public string LedgerAccount { get; private set; } = "";
    public Guid? AccountId { get; private set; }
    public decimal Amount { get; private set; }
    public string Currency { get; private set; } = "";

    internal Posting At(short seq) => new(LedgerAccount, Amount, Currency, AccountId) { Seq = seq };
}

/// <summary>The operator's accounts that customers' business moves.</summary>
public static class ChartOfAccounts
{
    public const string Cash = "1001";

    /// <summary>Taken by the payment gateway and not yet handed over.</summary>
    public const string Checkout = "1012";

    /// <summary>What customers owe; a sub-ledger by account.</summary>
    public const string Receivables = "1122";

    /// <summary>What third parties charged and no bill has yet; a sub-ledger by account.</summary>
    public const string UnbilledCharges = "1123";

    /// <summary>What customers paid in advance or too much; a sub-ledger by account.</summary>
    public const string CustomerBalances = "2203";

    /// <summary>What is due to service providers.</summary>
    public const string DueToProviders = "2241";
    public const string RecurringRevenue = "6001";
    public const string OneOffRevenue = "6002";
    public const string UsageRevenue = "6003";
    public const string Compensation = "6711";

    /// <summary>What the books call an account; the number itself for one that is not ours.</summary>
    public static string NameOf(string ledgerAccount) =>
        ledgerAccount switch
        {
            Cash => "Cash at bank",
            Checkout => "Payment gateway",
            Receivables => "Receivables from customers",
            UnbilledCharges => "Charges not yet billed",
            CustomerBalances => "Balances of customers",
            DueToProviders => "Due to service providers",
            RecurringRevenue => "Revenue, recurring",
            OneOffRevenue => "Revenue, one-off",
            UsageRevenue => "Revenue, usage",
            Compensation => "Compensation paid",
            _ => ledgerAccount,
        };
}

public enum EntryKind
{
    Bill,
    Payment,
    Compensation,
    Reversal,
    Charge,
}
