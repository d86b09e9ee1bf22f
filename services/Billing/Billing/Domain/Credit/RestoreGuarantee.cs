using System;
using Rules;

namespace Billing.Domain.Credit;

/// <summary>
/// The promise that a line works again in time after payment (features.md B11): 48 hours nationally, 24 in Henan; the
/// platform's own aim is 5 seconds. One that is late opens a complaint by itself.
/// </summary>
public sealed class RestoreGuarantee
{
    /// <summary>The platform's aim, which is no promise to customers: from payment to service (B11).</summary>
    public static readonly TimeSpan Target = TimeSpan.FromSeconds(5);

    private RestoreGuarantee() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public Guid AccountId { get; private set; }
    public Guid LineId { get; private set; }
    public string ServiceNumber { get; private set; } = "";
    public DateTimeOffset PaidAt { get; private set; }
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>When the switch had opened the line; null while it has not.</summary>
    public DateTimeOffset? RestoredAt { get; private set; }

    /// <summary>When the promise was found broken; it stays so when the line is restored after all.</summary>
    public DateTimeOffset? MissedAt { get; private set; }

    /// <summary>From payment to the switch's word; null while the line is not back.</summary>
    public TimeSpan? Took => RestoredAt - PaidAt;

    internal static RestoreGuarantee Give(LineStanding line, DateTimeOffset paidAt, DateTimeOffset dueAt) =>
        new()
        {
            Id = Guid.CreateVersion7(paidAt),
            Version = 1,
            AccountId = line.AccountId,
            LineId = line.LineId,
            ServiceNumber = line.ServiceNumber,
            PaidAt = paidAt,
            DueAt = dueAt,
        };

    /// <exception cref="RuleViolation"><c>guarantee.not-due</c>; <c>guarantee.over</c>: restored or missed before.</exception>
    public void Miss(DateTimeOffset now)
    {
        if (RestoredAt is not null || MissedAt is not null)
        {
            throw new RuleViolation("guarantee.over", "The line was restored, or the guarantee was missed before.");
        }

        if (now < DueAt)
        {
            throw new RuleViolation("guarantee.not-due", "There is still time to restore the line.");
        }

        MissedAt = now;
        Version++;
    }

    internal void Keep(DateTimeOffset now)
    {
        RestoredAt = now;
        Version++;
    }
}
