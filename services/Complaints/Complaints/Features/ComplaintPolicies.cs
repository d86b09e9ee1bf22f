using System;
using System.Collections.Generic;
using Complaints.Contracts.Events.V1;
using Complaints.Domain;
using Rules;
using ServiceDefaults.PolicyStore;

namespace Complaints.Features;

/// <summary>The policies that Complaints owns (policies.md), and what they come to for a case.</summary>
internal static class ComplaintPolicies
{
    public static readonly PolicyKeys Keys = new(
        new Dictionary<string, Comparator>(StringComparer.Ordinal)
        {
            [Acknowledgement] = Comparator.EarliestDeadline,
            [FirstResult] = Comparator.EarliestDeadline,
            [FinalAnswer] = Comparator.EarliestDeadline,
            [WarnAt] = Comparator.Smaller,
            [CallbackTypes] = Comparator.Union,
            [CallbackAttempts] = Comparator.Larger,
        },
        ProfilesOf: typeof(ComplaintPolicies).Assembly,
        Changed: change => new ComplaintPolicyChanged(
            change.Id,
            change.Version,
            change.Proposed.Key,
            change.Proposed.Jurisdiction,
            change.Proposed.Version,
            change.Proposed.EffectiveFrom
        )
    );

    /// <summary>Those that clocks run by.</summary>
    public static readonly IReadOnlyList<string> Limits = [Acknowledgement, FirstResult, FinalAnswer];

    private const string Acknowledgement = "complaint.ack";
    private const string FirstResult = "complaint.first_result";
    private const string FinalAnswer = "complaint.final";
    private const string WarnAt = "complaint.warn_at";
    private const string CallbackTypes = "complaint.callback_types";
    private const string CallbackAttempts = "complaint.callback_attempts";

    /// <summary>The terms for a case of this type, as of a moment.</summary>
    public static CaseTerms TermsAt(this PoliciesInForce policies, DateTimeOffset at, TicketType type) =>
        new(
            new Dictionary<ClockKind, EffectivePolicy>
            {
                [ClockKind.Acknowledgement] = policies.Effective(Acknowledgement, at),
                [ClockKind.FirstResult] = policies.Effective(FirstResult, at),
                [ClockKind.FinalAnswer] = policies.Effective(FinalAnswer, at),
            },
            policies.Effective(WarnAt, at).Winner.AsNumber(),
            ((PolicyValue.Set)policies.Effective(CallbackTypes, at).Value).Members.Contains(type.ToWord()),
            (int)policies.Effective(CallbackAttempts, at).Winner.AsNumber(),
            policies.Calendar
        );
}
