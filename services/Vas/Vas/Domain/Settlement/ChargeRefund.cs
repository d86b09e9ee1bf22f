using System;
using Rules;
using Vas.Domain.Subscriptions;

namespace Vas.Domain.Settlement;

/// <summary>
/// A wrong charge is given back, once or several times over (features.md V15): proposed by one person, answered by the
/// provider, decided by another person, paid by Billing. What goes beyond the charge is the provider's to pay. A charge
/// has one that is not turned down, so nobody is paid twice.
/// </summary>
public sealed class ChargeRefund
{
    private ChargeRefund() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public Guid ChargeId { get; private set; }
    public Guid ProviderId { get; private set; }

    /// <summary>The provider's own number of the charge.</summary>
    public string ProviderKey { get; private set; } = "";

    /// <summary>The case that brought it up; null when none did.</summary>
    public Guid? ComplaintId { get; private set; }
    public RefundGround Ground { get; private set; }

    /// <summary>The charge.</summary>
    public decimal Amount { get; private set; }

    /// <summary>What the customer gets beyond it; a line of the provider's next statement.</summary>
    public decimal Extra { get; private set; }
    public string Currency { get; private set; } = "";

    /// <summary>What it was calculated by, each with jurisdiction and version: those of the proposal.</summary>
    public string PolicyVersions { get; private set; } = "";

    /// <summary>As told to the customer.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Until when the provider may show that the charge was right; null when nobody is to blame.</summary>
    public DateTimeOffset? EvidenceUntil { get; private set; }
    public string? Evidence { get; private set; }
    public DateTimeOffset? EvidenceAt { get; private set; }

    /// <summary>When the customer shall have his money.</summary>
    public DateTimeOffset PayTarget { get; private set; }

    /// <summary>When he has to have it at the latest.</summary>
    public DateTimeOffset PayBy { get; private set; }
    public RefundStatus Status { get; private set; }

    /// <summary>The token's subject.</summary>
    public string ProposedBy { get; private set; } = "";
    public DateTimeOffset ProposedAt { get; private set; }
    public string? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>For the provider to read.</summary>
    public string? RejectedFor { get; private set; }

    /// <summary>The rule by which Billing said no.</summary>
    public string? RefusalCode { get; private set; }
    public DateTimeOffset? PaidAt { get; private set; }

    /// <summary>The issued statement that took <see cref="Extra"/> from the provider.</summary>
    public Guid? SettledIn { get; private set; }

    /// <summary>When Billing is asked, system time; null unless it is approved.</summary>
    public DateTimeOffset? DueAt { get; private set; }
    public string? Traceparent { get; private set; }

    /// <param name="isCompensated">Whether the customer was paid for a case about the charge, and still has that.</param>
    /// <exception cref="RuleViolation"><c>charge.not-posted</c>; <c>charge.compensated</c>.</exception>
    public static ChargeRefund Propose(
        Charge charge,
        RefundOrder order,
        RefundTerms terms,
        WorkingCalendar calendar,
        bool isCompensated,
        string by,
        DateTimeOffset now
    )
    {
        charge.RequireReversible(isCompensated);
        return new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            ChargeId = charge.Id,
            ProviderId = charge.ProviderId,
            ProviderKey = charge.ProviderKey,
            ComplaintId = order.ComplaintId,
            Ground = order.Ground,
            Amount = charge.Amount,
            Extra = terms.Total(charge.Amount, order.Ground) - charge.Amount,
            Currency = charge.Currency,
            PolicyVersions = order.PolicyVersions,
            Reason = order.Reason,
            EvidenceUntil = order.Ground == RefundGround.Mistake ? null : EndOf(terms.Evidence, now, calendar),
            PayTarget = EndOf(terms.Target, now, calendar),
            PayBy = EndOf(terms.Max, now, calendar),
            Status = RefundStatus.Proposed,
            ProposedBy = by,
            ProposedAt = now,
        };
    }

    /// <summary>The provider shows, in time and once, why the charge was right.</summary>
    /// <exception cref="RuleViolation">
    /// <c>refund.illegal-move</c>; <c>refund.no-evidence-wanted</c>; <c>refund.evidence-late</c>;
    /// <c>refund.evidence-known</c>.
    /// </exception>
    public void BringEvidence(string evidence, DateTimeOffset now)
    {
        Status = RefundLifeCycle.Next(Status, RefundAction.BringEvidence);
        Require(EvidenceUntil is not null, "no-evidence-wanted", "Nobody is to blame, so nothing has to be shown.");
        Require(now < EvidenceUntil, "evidence-late", $"Evidence was due by {EvidenceUntil:O}.");
        Require(Evidence is null, "evidence-known", "The provider brought its evidence already.");
        (Evidence, EvidenceAt) = (evidence, now);
        Version++;
    }

    /// <summary>A second person agrees, once the provider was heard or had its time.</summary>
    /// <param name="due">When Billing is asked, system time.</param>
    /// <exception cref="RuleViolation">
    /// <c>refund.illegal-move</c>; <c>refund.same-person</c>; <c>refund.evidence-awaited</c>.
    /// </exception>
    public void Approve(string by, DateTimeOffset now, DateTimeOffset due, string? traceparent)
    {
        var approved = RefundLifeCycle.Next(Status, RefundAction.Approve);
        Require(by != ProposedBy, "same-person", "Who proposed a refund does not approve it.");
        Require(
            EvidenceUntil is null || Evidence is not null || now >= EvidenceUntil,
            "evidence-awaited",
            $"The provider may bring its evidence until {EvidenceUntil:O}."
        );
        (Status, DecidedBy, DecidedAt) = (approved, by, now);
        (DueAt, Traceparent) = (due, traceparent);
        Version++;
    }

    /// <summary>
    /// The charge was right, or who proposed it takes that back. Not any more when the provider let its time go by: then
    /// the customer is right (policies.md, <c>vas.evidence_missing</c>).
    /// </summary>
    /// <exception cref="RuleViolation"><c>refund.illegal-move</c>; <c>refund.evidence-missing</c>.</exception>
    public void Reject(string reason, string by, DateTimeOffset now)
    {
        var rejected = RefundLifeCycle.Next(Status, RefundAction.Reject);
        Require(
            EvidenceUntil is null || Evidence is not null || now < EvidenceUntil,
            "evidence-missing",
            "The provider brought no evidence in time, so the customer is right."
        );
        (Status, DecidedBy, DecidedAt, RejectedFor) = (rejected, by, now, reason);
        Version++;
    }

    /// <summary>The customer has his money.</summary>
    /// <exception cref="RuleViolation"><c>refund.illegal-move</c>.</exception>
    public void Pay(DateTimeOffset now)
    {
        Status = RefundLifeCycle.Next(Status, RefundAction.Pay);
        (PaidAt, DueAt) = (now, null);
        Version++;
    }

    /// <summary>Billing says no for good: nobody pays anything.</summary>
    /// <exception cref="RuleViolation"><c>refund.illegal-move</c>.</exception>
    public void Refuse(string code)
    {
        Status = RefundLifeCycle.Next(Status, RefundAction.Refuse);
        (RefusalCode, DueAt) = (code, null);
        Version++;
    }

    /// <summary>An issued statement has the line of it.</summary>
    public void Settle(Guid statement)
    {
        SettledIn = statement;
        Version++;
    }

    private static DateTimeOffset EndOf(Limit limit, DateTimeOffset now, WorkingCalendar calendar) =>
        new Deadline(limit, now, calendar).Due!.Value;

    private static void Require(bool holds, string code, string message)
    {
        if (!holds)
        {
            throw new RuleViolation($"refund.{code}", message);
        }
    }
}

/// <summary>What is to be given back, and why.</summary>
/// <param name="Reason">As told to the customer.</param>
/// <param name="PolicyVersions">What it is calculated by.</param>
public sealed record RefundOrder(RefundGround Ground, string Reason, Guid? ComplaintId, string PolicyVersions);
