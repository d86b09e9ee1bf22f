namespace Billing.Domain.Usage;

/// <summary>Whether a month's usage charges are far above what is usual (电信条例 art. 33, bill_shock.*; features.md B10).</summary>
public static class BillShock
{
    /// <param name="soFar">The month's usage charges.</param>
    /// <param name="before">Of the last months that have usage, at most bill_shock.window of them, together.</param>
    /// <param name="months">How many those are; with none there is nothing to compare with.</param>
    /// <param name="monthlyFees">Of the account's plans.</param>
    /// <param name="multiple">bill_shock.multiple.</param>
    /// <remarks>
    /// Any sum is many times nothing: who never paid for usage is told when it costs more than the plans themselves do.
    /// </remarks>
    public static bool IsSuspected(decimal soFar, decimal before, int months, decimal monthlyFees, decimal multiple) =>
        months > 0 && (before > 0 ? soFar * months > before * multiple : soFar > monthlyFees);
}
