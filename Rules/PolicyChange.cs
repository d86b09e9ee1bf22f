using System;

namespace Rules;

/// <summary>
/// A change of a policy takes two: one proposes it and says why, another approves it. Nothing changes before that, and
/// nothing changes backwards in time.
/// </summary>
public sealed class PolicyChange
{
    private PolicyChange(Guid id, PolicyVersion current, PolicyVersion proposed) =>
        (Id, Version, Current, Proposed) = (id, 1, current, proposed);

    public Guid Id { get; }

    /// <summary>Raised by every change of it.</summary>
    public long Version { get; private set; }

    /// <summary>What it would replace.</summary>
    public PolicyVersion Current { get; }

    public PolicyVersion Proposed { get; }

    public PolicyChangeStatus Status { get; private set; } = PolicyChangeStatus.Proposed;

    /// <summary>The proposer's own words, for auditors.</summary>
    public required string Reason { get; init; }

    /// <summary>The token's subject.</summary>
    public required string ProposedBy { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public string? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Why it was rejected.</summary>
    public string? RejectedFor { get; private set; }

    /// <param name="current">
    /// The newest version, in force or yet to come: its own rule and floor decide, not those of the proposal.
    /// </param>
    /// <param name="proposed">The next version of the same policy.</param>
    /// <param name="tightness">How the key's values compare: <see cref="Policies.TightnessOf"/>.</param>
    /// <exception cref="RuleViolation">
    /// <c>policy.reason-missing</c>; <c>policy.effective-in-past</c>; <c>policy.effective-before-current</c>: it would
    /// be overtaken by what it replaces; and as for <see cref="Check"/>.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The two are not versions of one policy, the proposal the later one.
    /// </exception>
    public static PolicyChange Propose(
        Guid id,
        PolicyVersion current,
        PolicyVersion proposed,
        Tightness tightness,
        string reason,
        string proposedBy,
        DateTimeOffset now
    )
    {
        RequireReason(reason);
        RequireFuture(proposed, now);
        Check(current, proposed, tightness);
        if (proposed.EffectiveFrom < current.EffectiveFrom)
        {
            throw new RuleViolation(
                "policy.effective-before-current",
                $"{current} would take effect after its successor."
            );
        }

        return new PolicyChange(id, current, proposed)
        {
            Reason = reason,
            ProposedBy = proposedBy,
            ProposedAt = now,
        };
    }

    /// <summary>
    /// Refuses a change in a direction that the policy's rule forbids. To say the same again, with a better source or
    /// from a new date, is in no direction and always allowed.
    /// </summary>
    /// <exception cref="RuleViolation">
    /// <c>policy.locked</c>, <c>policy.legal</c>, <c>policy.by-contract</c>, <c>policy.exact</c>,
    /// <c>policy.must-be-stricter</c>, <c>policy.must-be-longer</c>, <c>policy.must-be-higher</c>,
    /// <c>policy.add-only</c>;
    /// <c>policy.below-floor</c>; <c>policy.kind-changed</c>, <c>policy.unit-changed</c>: those who read the key expect
    /// them; <c>policy.rule-changed</c>: it would loosen its own rule for the next time.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The two are not versions of one policy, the proposal the later one.
    /// </exception>
    public static void Check(PolicyVersion current, PolicyVersion proposed, Tightness tightness)
    {
        var isNext =
            (current.Key, current.Jurisdiction) == (proposed.Key, proposed.Jurisdiction)
            && proposed.Version > current.Version;
        if (!isNext)
        {
            throw new ArgumentException($"{proposed} is no later version of {current}.", nameof(proposed));
        }

        PolicyDirection.Check(current, proposed, tightness);
    }

    /// <summary>A second person agrees. The answer is the version to store; it takes effect on its own date.</summary>
    /// <param name="newest">
    /// The newest version by now: a change that was proposed to an older one is out of date.
    /// </param>
    /// <exception cref="RuleViolation">
    /// <c>policy.already-decided</c>; <c>policy.same-person</c>; <c>policy.superseded</c>;
    /// <c>policy.effective-in-past</c>: its date went by while it waited.
    /// </exception>
    public PolicyVersion Approve(string by, PolicyVersion newest, DateTimeOffset now)
    {
        var approved = PolicyChangeLifeCycle.Next(Status, PolicyChangeAction.Approve);
        if (by == ProposedBy)
        {
            throw new RuleViolation("policy.same-person", "Who proposed a change cannot approve it.");
        }

        if (newest != Current)
        {
            throw new RuleViolation("policy.superseded", $"{Current} is no longer what this change would replace.");
        }

        RequireFuture(Proposed, now);
        Decide(approved, by, now);
        return Proposed;
    }

    /// <summary>It is turned down, or taken back: the proposer may do that too.</summary>
    /// <exception cref="RuleViolation"><c>policy.already-decided</c>; <c>policy.reason-missing</c>.</exception>
    public void Reject(string by, string reason, DateTimeOffset now)
    {
        var rejected = PolicyChangeLifeCycle.Next(Status, PolicyChangeAction.Reject);
        RequireReason(reason);
        RejectedFor = reason;
        Decide(rejected, by, now);
    }

    private void Decide(PolicyChangeStatus status, string by, DateTimeOffset now)
    {
        (Status, DecidedBy, DecidedAt) = (status, by, now);
        Version++;
    }

    private static void RequireReason(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleViolation(
                "policy.reason-missing",
                "A policy is changed, or kept, for a reason that is written down."
            );
        }
    }

    private static void RequireFuture(PolicyVersion proposed, DateTimeOffset now)
    {
        if (proposed.EffectiveFrom < now)
        {
            throw new RuleViolation("policy.effective-in-past", $"{proposed.EffectiveFrom:O} has gone by.");
        }
    }
}
