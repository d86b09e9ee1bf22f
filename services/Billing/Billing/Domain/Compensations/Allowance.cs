namespace Billing.Domain.Compensations;

/// <summary>
/// What a person may still grant by himself (features.md B12, compensation.* policies): each limit less what was granted
/// before. Counted under locks, so it holds until the grant is committed.
/// </summary>
/// <param name="OfCase">Of the case's limit for his role: what stands on the case counts, whoever granted it.</param>
/// <param name="OfDay">Of his own day, local date; taken back later or not.</param>
/// <param name="OfCustomerDay">Of what the customer may get in a day without finance.</param>
public sealed record Allowance(decimal OfCase, decimal OfDay, decimal OfCustomerDay)
{
    /// <summary>Finance grants what others must not.</summary>
    public static Allowance Unlimited { get; } = new(decimal.MaxValue, decimal.MaxValue, decimal.MaxValue);

    public bool Covers(decimal amount) => amount <= OfCase && amount <= OfDay && amount <= OfCustomerDay;
}
