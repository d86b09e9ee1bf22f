using System;

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
    public DateTimeOffset RequestedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }
    public string? Traceparent { get; private set; }
}

public enum BillRunStatus
{
    Running,
    Finished,
}
