using System;
using System.Collections.Generic;
using System.Linq;
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
            [CallbackSpacing] = Comparator.Larger,
        },
        WhyNot,
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
    private const string CallbackSpacing = "complaint.callback_spacing";

    /// <summary>The terms for a case of this type, as of a moment.</summary>
    public static CaseTerms TermsAt(this PoliciesInForce policies, DateTimeOffset at, TicketType type) =>
        new(
            new Dictionary<ClockKind, EffectivePolicy>
            {
                [ClockKind.Acknowledgement] = policies.Effective(Acknowledgement, at),
                [ClockKind.FirstResult] = policies.Effective(FirstResult, at),
                [ClockKind.FinalAnswer] = policies.Effective(FinalAnswer, at),
            },
            policies.Number(WarnAt, at),
            ((PolicyValue.Set)policies.Effective(CallbackTypes, at).Value).Members.Contains(type.ToWord()),
            (int)policies.Number(CallbackAttempts, at),
            TimeSpan.FromMinutes((double)policies.Number(CallbackSpacing, at)),
            policies.Calendar
        );

    /// <summary>Values that no case could be taken under: with two persons' consent they would stop all intake.</summary>
    private static string? WhyNot(PolicyVersion version) =>
        (version.Key, version.Value) switch
        {
            (Acknowledgement or FirstResult or FinalAnswer, PolicyValue.Number { Amount: > 0 and <= 3660 }) => null,
            (Acknowledgement or FirstResult or FinalAnswer, _) =>
                "A limit of more than 0 and at most 3660 is expected.",
            (WarnAt, PolicyValue.Number { Amount: > 0 and <= 1 }) => null,
            (WarnAt, _) => "A share of more than 0 and at most 1 is expected.",
            (CallbackAttempts, PolicyValue.Number { Amount: 1 or 2 or 3 or 4 or 5 or 6 or 7 or 8 or 9 or 10 }) => null,
            (CallbackAttempts, _) => "A whole number from 1 to 10 is expected.",
            (CallbackSpacing, PolicyValue.Number { Amount: >= 0 and <= 1440 }) => null,
            (CallbackSpacing, _) => "Minutes from 0 to 1440 are expected.",
            (CallbackTypes, PolicyValue.Set set)
                when set.Members.All(word => Words.Read<TicketType>(word) is not null) => null,
            (CallbackTypes, _) => $"Some of {Words.All<TicketType>()} are expected.",
            _ => null,
        };
}
