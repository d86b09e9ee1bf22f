using System;
using Rules;

namespace Billing.Domain.Credit;

/// <summary>
/// Where one line stands with its arrears (features.md B10): one service line is barred, never the whole account, and
/// only the switch's word makes it barred or open.
/// </summary>
public sealed class LineStanding
{
    private LineStanding() { }

    public Guid LineId { get; private set; }

    /// <summary>Raised by every move; also the order in which the switch takes what it is told of the line.</summary>
    public long Version { get; private set; }
    public Guid AccountId { get; private set; }
    public string ServiceNumber { get; private set; } = "";
    public LineKind LineKind { get; private set; }
    public LineStandingStatus Status { get; private set; }

    /// <summary>When the switch had barred it, business time; null while it was never, or no longer is.</summary>
    public DateTimeOffset? SuspendedAt { get; private set; }

    /// <summary>The promise that runs while the line is being restored.</summary>
    public Guid? GuaranteeId { get; private set; }
    public DateTimeOffset? TerminatedAt { get; private set; }

    public static LineStanding Of(Line line, Guid accountId) =>
        new()
        {
            LineId = line.Id,
            AccountId = accountId,
            ServiceNumber = line.ServiceNumber,
            LineKind = line.Kind,
            Status = LineStandingStatus.Active,
        };

    /// <exception cref="RuleViolation"><c>standing.illegal-move</c>.</exception>
    public void OrderSuspension() => Move(CreditAction.OrderSuspension);

    /// <param name="now">When the switch confirmed, business time.</param>
    /// <exception cref="RuleViolation"><c>standing.illegal-move</c>.</exception>
    public void ConfirmSuspension(DateTimeOffset now)
    {
        Move(CreditAction.ConfirmSuspension);
        SuspendedAt = now;
    }

    /// <summary>Paid while the switch had not answered: as if it had never been ordered.</summary>
    /// <exception cref="RuleViolation"><c>standing.illegal-move</c>.</exception>
    public void TakeSuspensionBack() => Move(CreditAction.TakeSuspensionBack);

    /// <summary>Nothing is owed for the line any more; from now on the promise of B11 runs.</summary>
    /// <param name="paidAt">When the money came in, business time.</param>
    /// <param name="dueAt">When the line has to work again (service.restore_max).</param>
    /// <exception cref="RuleViolation"><c>standing.illegal-move</c>.</exception>
    public RestoreGuarantee OrderRestore(DateTimeOffset paidAt, DateTimeOffset dueAt)
    {
        Move(CreditAction.OrderRestore);
        var guarantee = RestoreGuarantee.Give(this, paidAt, dueAt);
        GuaranteeId = guarantee.Id;
        return guarantee;
    }

    /// <param name="guarantee">The one that runs for this restore.</param>
    /// <param name="now">When the switch confirmed, business time.</param>
    /// <exception cref="RuleViolation"><c>standing.illegal-move</c>.</exception>
    public void ConfirmRestore(RestoreGuarantee guarantee, DateTimeOffset now)
    {
        Move(CreditAction.ConfirmRestore);
        guarantee.Keep(now);
        GuaranteeId = null;
        SuspendedAt = null;
    }

    /// <exception cref="RuleViolation"><c>standing.illegal-move</c>.</exception>
    public void Terminate(DateTimeOffset now)
    {
        Move(CreditAction.Terminate);
        TerminatedAt = now;
    }

    private void Move(CreditAction by)
    {
        Status = LineStandingLifeCycle.Next(Status, by);
        Version++;
    }
}
