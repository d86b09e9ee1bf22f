using System;
using System.Globalization;
using Rules;

namespace Billing.Domain.Bills;

/// <summary>
/// The billing of all accounts for one month (features.md B7), one run per month, for ever; or that of one account whose
/// bill was taken back, one run per such bill.
/// </summary>
public sealed class BillRun
{
    private BillRun() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }

    /// <summary>yyyy-MM.</summary>
    public string Period { get; private set; } = "";

    /// <summary>The bill that was taken back; null for a run of all accounts.</summary>
    public Guid? ReplacesBillId { get; private set; }
    public BillRunStatus Status { get; private set; }
    public DateOnly BillDate { get; private set; }
    public DateOnly DueOn { get; private set; }

    /// <summary>Number of the run's first bill; the others follow without a gap, in the order of accounts.</summary>
    public long FirstNumber { get; private set; }
    public int Accounts { get; private set; }
    public string RequestedBy { get; private set; } = "";

    /// <summary>Business time; every bill of the run is issued at it.</summary>
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>System time, like <see cref="FinishedAt"/>: what progress is measured by.</summary>
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }
    public string? Traceparent { get; private set; }

    /// <summary>The run that bills a month of all accounts.</summary>
    public static Guid IdOf(BillingMonth month) => DerivedId.Of($"bill-run/{month}");

    /// <param name="month">The month to bill.</param>
    /// <exception cref="RuleViolation"><c>bill-run.period-open</c>: usage may still come in, the month goes on.</exception>
    public static BillRun Plan(BillingMonth month, BillRunOrder order) =>
        order.Today <= month.Last
            ? throw new RuleViolation(
                "bill-run.period-open",
                $"{month} has not ended yet; it ends with {month.Last:O}."
            )
            : Of(IdOf(month), month.ToString(), replaces: null, order);

    /// <summary>The month of a bill that was taken back, for its account.</summary>
    /// <exception cref="RuleViolation"><c>bill.not-reversed</c>: it stands, and would be charged twice.</exception>
    public static BillRun Again(Bill bill, BillRunOrder order) =>
        bill.ReversedAt is null
            ? throw new RuleViolation(
                "bill.not-reversed",
                $"{bill.Number} stands; only what was reversed is billed again."
            )
            : Of(DerivedId.Of($"bill-run/{bill.Id}"), bill.Period, bill.Id, order);

    /// <summary>So many accounts are to be billed, under numbers from this one on.</summary>
    public void Allot(int accounts, long firstNumber) => (Accounts, FirstNumber) = (accounts, firstNumber);

    /// <summary>Every account has its bill.</summary>
    public void Finish(DateTimeOffset at)
    {
        (Status, FinishedAt) = (BillRunStatus.Finished, at);
        Version++;
    }

    /// <param name="place">The account's place in the run, from 0.</param>
    public string NumberOf(int place) =>
        string.Create(CultureInfo.InvariantCulture, $"B-{BillDate.Year:0000}-{FirstNumber + place:00000000}");

    private static BillRun Of(Guid id, string period, Guid? replaces, BillRunOrder order) =>
        new()
        {
            Id = id,
            Version = 1,
            Period = period,
            ReplacesBillId = replaces,
            Status = BillRunStatus.Running,
            BillDate = order.Today,
            DueOn = order.Today.AddDays(order.PaymentTermDays),
            RequestedBy = order.By,
            RequestedAt = order.RequestedAt,
            StartedAt = order.StartedAt,
            Traceparent = order.Traceparent,
        };
}

/// <summary>Who asked for a run, when, and when its bills are due.</summary>
/// <param name="PaymentTermDays"><c>billing.payment_term</c>, counted from the bill's date.</param>
/// <param name="Today">Local date by business time.</param>
/// <param name="RequestedAt">Business time.</param>
/// <param name="StartedAt">System time.</param>
public sealed record BillRunOrder(
    int PaymentTermDays,
    string By,
    DateOnly Today,
    DateTimeOffset RequestedAt,
    DateTimeOffset StartedAt,
    string? Traceparent
);

public enum BillRunStatus
{
    Running,
    Finished,
}

/// <summary>Some accounts of a run, billed in one transaction by whichever replica claims them.</summary>
public sealed class BillRunPortion
{
    public Guid RunId { get; init; }

    /// <summary>From 0.</summary>
    public int Portion { get; init; }
    public int Accounts { get; init; }

    /// <summary>System time; null while its bills do not stand.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>System time; null while nobody was told of its bills.</summary>
    public DateTimeOffset? ToldAt { get; init; }
}
