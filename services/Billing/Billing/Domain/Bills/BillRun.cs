using System;
using System.Globalization;
using Rules;

namespace Billing.Domain.Bills;

/// <summary>The billing of all accounts for one month (features.md B7); one run per month, for ever.</summary>
public sealed class BillRun
{
    private BillRun() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }

    /// <summary>yyyy-MM.</summary>
    public string Period { get; private set; } = "";
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

    /// <param name="month">The month to bill.</param>
    /// <param name="paymentTermDays"><c>billing.payment_term</c>, counted from the bill's date.</param>
    /// <param name="today">Local date by business time.</param>
    /// <exception cref="RuleViolation"><c>bill-run.period-open</c>: usage may still come in, the month goes on.</exception>
    public static BillRun Plan(
        BillingMonth month,
        int paymentTermDays,
        string by,
        DateOnly today,
        DateTimeOffset requestedAt,
        DateTimeOffset startedAt,
        string? traceparent
    ) =>
        today <= month.Last
            ? throw new RuleViolation(
                "bill-run.period-open",
                $"{month} has not ended yet; it ends with {month.Last:O}."
            )
            : new()
            {
                Id = DerivedId.Of($"bill-run/{month}"),
                Version = 1,
                Period = month.ToString(),
                Status = BillRunStatus.Running,
                BillDate = today,
                DueOn = today.AddDays(paymentTermDays),
                RequestedBy = by,
                RequestedAt = requestedAt,
                StartedAt = startedAt,
                Traceparent = traceparent,
            };

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
}

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
}
