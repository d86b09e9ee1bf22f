using System;
using Rules;

namespace Billing.Domain.Compensations;

/// <summary>
/// A credit that a customer gets before the question of fault is settled (先行赔付, features.md B12): at once within the
/// limit of who asks for it, by a second person above it, taken back when the finding does not uphold the case.
/// </summary>
public sealed class Compensation
{
    /// <summary>The most that one compensation gives, whoever grants it; in the operator's currency.</summary>
    public const decimal Most = 1_000_000;

    private Compensation() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public Guid AccountId { get; private set; }

    /// <summary>The case it is for.</summary>
    public Guid ComplaintId { get; private set; }
    public string CaseNumber { get; private set; } = "";

    /// <summary>Which compensation of the case it is, unique for ever within it.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The third party's charge that it is for, when one was named.</summary>
    public Guid? ChargeId { get; private set; }

    /// <summary>The value-added service that the case is about.</summary>
    public Guid? ServiceId { get; private set; }
    public decimal Amount { get; private set; }
    public string Currency { get; private set; } = "";

    /// <summary>As told to the customer.</summary>
    public string Reason { get; private set; } = "";
    public CompensationStatus Status { get; private set; }
    public string RequestedBy { get; private set; } = "";
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>Who granted or rejected it; at once, that is who asked.</summary>
    public string? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The local date that its grant counts for.</summary>
    public DateOnly? GrantedOn { get; private set; }
    public string? RejectedFor { get; private set; }

    /// <summary>What was found, in the words of who took it back.</summary>
    public string? Finding { get; private set; }
    public string? ClawedBackBy { get; private set; }
    public DateTimeOffset? ClawedBackAt { get; private set; }

    /// <summary>What the customer owes again; payments settle it after bills and before lines in dispute.</summary>
    public decimal DueAgain { get; private set; }

    /// <summary>What it is in the books.</summary>
    public string BusinessKey => $"{ComplaintId}:{Key}";

    /// <summary>Asks for a compensation; the allowance of who asks decides whether it is granted at once.</summary>
    /// <param name="today">Local date.</param>
    public static Compensation Request(
        CompensationOrder order,
        string by,
        Allowance allowance,
        DateOnly today,
        DateTimeOffset now
    )
    {
        var compensation = new Compensation
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            AccountId = order.AccountId,
            ComplaintId = order.ComplaintId,
            CaseNumber = order.CaseNumber,
            Key = order.Key,
            ChargeId = order.ChargeId,
            ServiceId = order.ServiceId,
            Amount = order.Amount,
            Currency = order.Currency,
            Reason = order.Reason,
            Status = CompensationStatus.Requested,
            RequestedBy = by,
            RequestedAt = now,
        };
        if (allowance.Covers(order.Amount))
        {
            compensation.Decide(CompensationAction.Grant, by, now);
            compensation.GrantedOn = today;
        }

        return compensation;
    }

    /// <summary>Whether the same is asked for again; with other facts the key was used twice.</summary>
    public bool Is(CompensationOrder order) =>
        (AccountId, Amount, Currency, ChargeId) == (order.AccountId, order.Amount, order.Currency, order.ChargeId);

    /// <summary>The second pair of eyes agrees (四眼).</summary>
    /// <exception cref="RuleViolation">
    /// <c>compensation.illegal-move</c>; <c>compensation.same-person</c>; <c>compensation.beyond-limit</c>: a person
    /// with a higher limit is needed.
    /// </exception>
    public void Approve(string by, Allowance allowance, DateOnly today, DateTimeOffset now)
    {
        _ = CompensationLifeCycle.Next(Status, CompensationAction.Grant);
        RequireOther(by, RequestedBy, "Who asked for a compensation does not approve it.");
        if (!allowance.Covers(Amount))
        {
            throw new RuleViolation(
                "compensation.beyond-limit",
                "It goes beyond what this person may grant for the case, the customer or the day."
            );
        }

        Version++;
        Decide(CompensationAction.Grant, by, now);
        GrantedOn = today;
    }

    /// <exception cref="RuleViolation"><c>compensation.illegal-move</c>.</exception>
    public void Reject(string by, string reason, DateTimeOffset now)
    {
        Version++;
        Decide(CompensationAction.Reject, by, now);
        RejectedFor = reason;
    }

    /// <summary>The finding did not uphold the case: the customer owes it again.</summary>
    /// <param name="fromBalance">What his balance pays of it at once; the rest is due again.</param>
    /// <exception cref="RuleViolation"><c>compensation.illegal-move</c>; <c>compensation.same-person</c>.</exception>
    public void ClawBack(string by, string finding, decimal fromBalance, DateTimeOffset now)
    {
        var clawedBack = CompensationLifeCycle.Next(Status, CompensationAction.ClawBack);
        RequireOther(by, DecidedBy, "Who granted a compensation does not take it back.");
        (Status, Finding, ClawedBackBy, ClawedBackAt) = (clawedBack, finding, by, now);
        DueAgain = Amount - fromBalance;
        Version++;
    }

    /// <summary>Takes from a sum what is due again of it.</summary>
    /// <returns>What was taken: never more than was offered, never more than is due.</returns>
    internal decimal PayBack(decimal offered)
    {
        var taken = Math.Min(offered, DueAgain);
        if (taken > 0)
        {
            DueAgain -= taken;
            Version++;
        }

        return taken;
    }

    private void Decide(CompensationAction action, string by, DateTimeOffset now)
    {
        Status = CompensationLifeCycle.Next(Status, action);
        (DecidedBy, DecidedAt) = (by, now);
    }

    private static void RequireOther(string by, string? first, string message)
    {
        if (by == first)
        {
            throw new RuleViolation("compensation.same-person", message);
        }
    }
}

/// <summary>What is to be given, for which case and why.</summary>
/// <param name="ChargeId">The third party's charge that it is for; null for none.</param>
/// <param name="ServiceId">The value-added service that the case is about; null for none.</param>
public sealed record CompensationOrder(
    Guid AccountId,
    Guid ComplaintId,
    string CaseNumber,
    string Key,
    decimal Amount,
    string Currency,
    string Reason,
    Guid? ChargeId = null,
    Guid? ServiceId = null
)
{
    /// <summary>Without a charge's name nobody knows whether this one was given back before (features.md V15).</summary>
    /// <exception cref="RuleViolation"><c>compensation.charge-to-name</c>.</exception>
    public void RequireCharge(bool othersGivenBack)
    {
        if (othersGivenBack && ChargeId is null)
        {
            throw new RuleViolation(
                "compensation.charge-to-name",
                "Charges of this service were given back to this customer already; name the charge that this is for."
            );
        }
    }
}
