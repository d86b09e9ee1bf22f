using System;

namespace Billing.Data;

/// <summary>How far a day's walk over the due bills got; see migration 0014.</summary>
public sealed class DunningDay
{
    public string Kind { get; init; } = "";
    public DateOnly Day { get; init; }
    public DateOnly AfterDue { get; set; }
    public Guid AfterBill { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
}
