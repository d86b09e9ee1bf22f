using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Rules;
using ServiceDefaults.PolicyStore;
using Vas.Contracts.Events.V1;
using Vas.Domain.Providers;
using Vas.Domain.Settlement;
using Vas.Domain.Subscriptions;

namespace Vas.Features;

/// <summary>
/// The policies that Vas owns (policies.md), and what they come to. Some have one value that the code can work by, such
/// as that silence subscribes nothing: they stand here for auditors, with their source, and no profile can say otherwise.
/// Others are promises that no code reads: a stop is done in the commit that asks for it, whatever its target is; nobody
/// dials tests yet. That the customer is right when evidence is missing is <see cref="ChargeRefund.Reject"/>.
/// </summary>
internal static class VasPolicies
{
    public const string ConfirmWindow = "vas.confirm_window";
    public const string ConfirmAccept = "vas.confirm.accept";
    public const string OnSilence = "vas.confirm.on_silence";
    public const string PromptRequired = "vas.prompt.required";
    public const string ChargeBeforeConfirm = "vas.charge_before_confirm";
    public const string TrialAutoconvert = "vas.trial_autoconvert";
    public const string RenewalNotice = "vas.renewal_notice";
    public const string InactiveCancel = "vas.inactive_cancel";
    public const string IvrFreeSeconds = "vas.ivr_free_seconds";
    public const string UnsubscribeTarget = "vas.unsubscribe.target";
    public const string UnsubscribeMax = "vas.unsubscribe.max";
    public const string UnifiedKeyword = "vas.unified_keyword";
    public const string RefundConfirmed = "vas.refund.confirmed";
    public const string RefundFraud = "vas.refund.fraud";
    public const string RefundFraudMin = "vas.refund.fraud_min";
    public const string RefundTarget = "vas.refund_within.target";
    public const string RefundMax = "vas.refund_within.max";
    public const string EvidenceDeadline = "vas.evidence_deadline";
    public const string EvidenceMissing = "vas.evidence_missing";
    public const string RateUnit = "sp.rate.unit";
    public const string RateMinBase = "sp.rate.min_base";
    public const string RateMinCount = "sp.rate.min_count";
    public const string RatePeriod = "sp.rate.period";
    public const string RateT1 = "sp.rate.t1";
    public const string RateT2 = "sp.rate.t2";
    public const string RateT3 = "sp.rate.t3";
    public const string FactorToT1 = "sp.settlement.factor_to_t1";
    public const string FactorToT2 = "sp.settlement.factor_to_t2";
    public const string FactorToT3 = "sp.settlement.factor_to_t3";
    public const string FactorAboveT3 = "sp.settlement.factor_above_t3";
    public const string ObjectionWindow = "sp.settlement.objection_window";
    public const string SettlementOrder = "settlement.order";
    public const string BadDebt = "sp.bad_debt";
    public const string ServiceFee = "sp.service_fee";
    public const string Share = "sp.share";
    public const string ScoreStart = "sp.score.start";
    public const string ScoreNoNew = "sp.score.no_new";
    public const string ScoreWarn = "sp.score.warn";
    public const string ScoreExit = "sp.score.exit";
    public const string PenaltyLadder = "sp.penalty_ladder";
    public const string Blacklist = "sp.blacklist";
    public const string DialTestLive = "sp.dialtest.live";
    public const string DialTestSelfCheck = "sp.dialtest.self_check";
    public const string PartnerDisableAfter = "partner.disable_after";

    /// <summary>The policies with one value that the code can work by.</summary>
    private static readonly Dictionary<string, string> OnlyWords = new(StringComparer.Ordinal)
    {
        [ConfirmAccept] = "是", // the prompt asks for it by name
        [OnSilence] = "notSubscribed",
        [ChargeBeforeConfirm] = "false",
        [TrialAutoconvert] = "false",
        [EvidenceMissing] = "decideForUser",
        [RatePeriod] = "monthOfClosing",
        [SettlementOrder] = "share > badDebt > serviceFee > complaintFactor > penalty > clawBack",
    };

    /// <summary>What a prompt states: the text has all of it, and nothing that could be added to it.</summary>
    private static readonly ImmutableHashSet<string> AlwaysStated =
    [
        "provider",
        "service",
        "fee",
        "unit",
        "period",
        "start",
        "cancel",
        "expiry",
    ];

    private static readonly Dictionary<string, Bounds> Numbers = new(StringComparer.Ordinal)
    {
        [RenewalNotice] = Bounds.Whole(1, 27),
        [InactiveCancel] = Bounds.Whole(1, 60),
        [IvrFreeSeconds] = Bounds.Whole(0, 600),
        [RefundConfirmed] = new(1, 10),
        [RefundFraud] = new(1, 10),
        [RefundFraudMin] = new(0, 1_000_000),
        [RateUnit] = Bounds.Whole(1, 1_000_000),
        [RateMinBase] = Bounds.Whole(1, 1_000_000),
        [RateMinCount] = Bounds.Whole(0, 1_000_000),
        [RateT1] = new(0, 1_000_000),
        [RateT2] = new(0, 1_000_000),
        [RateT3] = new(0, 1_000_000),
        [FactorToT1] = new(0, 1),
        [FactorToT2] = new(0, 1),
        [FactorToT3] = new(0, 1),
        [FactorAboveT3] = new(0, 1),
        [ObjectionWindow] = Bounds.Whole(1, 60),
        [BadDebt] = new(0, 100),
        [ServiceFee] = new(0, 100),
        [ScoreStart] = Bounds.Whole(0, 1000),
        [ScoreNoNew] = Bounds.Whole(0, 1000),
        [ScoreWarn] = Bounds.Whole(0, 1000),
        [ScoreExit] = Bounds.Whole(0, 1000),
        [Blacklist] = Bounds.Whole(1, 600),
        [DialTestLive] = Bounds.Whole(1, 12),
        [DialTestSelfCheck] = Bounds.Whole(1, 12),
        [PartnerDisableAfter] = Bounds.Whole(1, 90),
    };

    public static readonly PolicyKeys Keys = new(
        new Dictionary<string, Comparator>(StringComparer.Ordinal)
        {
            [ConfirmWindow] = Comparator.EarliestDeadline,
            [ConfirmAccept] = Comparator.Exact,
            [OnSilence] = Comparator.Exact,
            [PromptRequired] = Comparator.Union,
            [ChargeBeforeConfirm] = Comparator.Exact,
            [TrialAutoconvert] = Comparator.Exact,
            [RenewalNotice] = Comparator.Larger,
            [InactiveCancel] = Comparator.Smaller,
            [IvrFreeSeconds] = Comparator.Larger,
            [UnsubscribeTarget] = Comparator.EarliestDeadline,
            [UnsubscribeMax] = Comparator.EarliestDeadline,
            [UnifiedKeyword] = Comparator.Union,
            [RefundConfirmed] = Comparator.Larger,
            [RefundFraud] = Comparator.Larger,
            [RefundFraudMin] = Comparator.Larger,
            [RefundTarget] = Comparator.EarliestDeadline,
            [RefundMax] = Comparator.EarliestDeadline,
            [EvidenceDeadline] = Comparator.EarliestDeadline,
            [EvidenceMissing] = Comparator.Exact,
            [RateUnit] = Comparator.Exact,
            [RateMinBase] = Comparator.Smaller,
            [RateMinCount] = Comparator.Smaller,
            [RatePeriod] = Comparator.Exact,
            [RateT1] = Comparator.Smaller,
            [RateT2] = Comparator.Smaller,
            [RateT3] = Comparator.Smaller,
            [FactorToT1] = Comparator.Smaller,
            [FactorToT2] = Comparator.Smaller,
            [FactorToT3] = Comparator.Smaller,
            [FactorAboveT3] = Comparator.Smaller,
            [ObjectionWindow] = Comparator.Larger,
            [SettlementOrder] = Comparator.Exact,
            [BadDebt] = Comparator.Smaller,
            [ServiceFee] = Comparator.Smaller,
            [Share] = Comparator.Exact,
            [ScoreStart] = Comparator.Exact,
            [ScoreNoNew] = Comparator.Larger,
            [ScoreWarn] = Comparator.Larger,
            [ScoreExit] = Comparator.Larger,
            [PenaltyLadder] = Comparator.Exact,
            [Blacklist] = Comparator.Larger,
            [DialTestLive] = Comparator.Smaller,
            [DialTestSelfCheck] = Comparator.Smaller,
            [PartnerDisableAfter] = Comparator.Smaller,
        },
        WhyNot,
        ProfilesOf: typeof(VasPolicies).Assembly,
        Changed: change => new VasPolicyChanged(
            change.Id,
            change.Version,
            change.Proposed.Key,
            change.Proposed.Jurisdiction,
            change.Proposed.Version,
            change.Proposed.EffectiveFrom
        )
    );

    public static SubscriptionTerms SubscriptionTermsAt(this PoliciesInForce policies, DateTimeOffset at) =>
        new(
            policies.Length(ConfirmWindow, at),
            ((PolicyValue.Text)policies.Effective(ConfirmAccept, at).Value).Word,
            policies.Whole(RenewalNotice, at),
            policies.Whole(InactiveCancel, at),
            policies.Whole(IvrFreeSeconds, at),
            policies.Words(UnifiedKeyword, at)
        );

    public static RefundTerms RefundTermsAt(this PoliciesInForce policies, DateTimeOffset at) =>
        new(
            policies.Number(RefundConfirmed, at),
            policies.Number(RefundFraud, at),
            policies.Number(RefundFraudMin, at),
            policies.Effective(RefundTarget, at).AsLimit(),
            policies.Effective(RefundMax, at).AsLimit(),
            policies.Effective(EvidenceDeadline, at).AsLimit()
        );

    public static RateTerms RateTermsAt(this PoliciesInForce policies, DateTimeOffset at) =>
        new(
            policies.Whole(RateUnit, at),
            policies.Whole(RateMinBase, at),
            policies.Whole(RateMinCount, at),
            [
                new(policies.Number(RateT1, at), policies.Number(FactorToT1, at)),
                new(policies.Number(RateT2, at), policies.Number(FactorToT2, at)),
                new(policies.Number(RateT3, at), policies.Number(FactorToT3, at)),
                new(null, policies.Number(FactorAboveT3, at)),
            ]
        );

    public static SettlementTerms SettlementTermsAt(this PoliciesInForce policies, DateTimeOffset at) =>
        new(
            ShareBand.Read(policies.Words(Share, at))!,
            policies.Number(BadDebt, at),
            policies.Number(ServiceFee, at),
            policies.Whole(ObjectionWindow, at)
        );

    public static ScoreTerms ScoreTermsAt(this PoliciesInForce policies, DateTimeOffset at) =>
        new(
            policies.Whole(ScoreStart, at),
            policies.Whole(ScoreNoNew, at),
            policies.Whole(ScoreWarn, at),
            policies.Whole(ScoreExit, at),
            [
                .. policies
                    .Words(PenaltyLadder, at)
                    .Select(word => int.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture))
                    .Order(),
            ],
            policies.Whole(Blacklist, at)
        );

    /// <summary>For how long an endpoint of a partner may fail before it is told nothing any more (features.md N9).</summary>
    public static TimeSpan DisableAfter(this PoliciesInForce policies, DateTimeOffset at) =>
        TimeSpan.FromDays(policies.Whole(PartnerDisableAfter, at));

    /// <summary>The versions that a decision rests on, for its record: <c>sp.bad_debt CN-national v1; …</c>.</summary>
    public static string VersionsOf(
        this PoliciesInForce policies,
        DateTimeOffset at,
        params IEnumerable<string> keys
    ) =>
        string.Join(
            "; ",
            from key in keys
            from version in policies.Effective(key, at).From
            select $"{version.Key} {version.Jurisdiction} v{version.Version}"
        );

    private static decimal Number(this PoliciesInForce policies, string key, DateTimeOffset at) =>
        policies.Effective(key, at).Winner.AsNumber();

    private static int Whole(this PoliciesInForce policies, string key, DateTimeOffset at) =>
        (int)policies.Number(key, at);

    private static TimeSpan Length(this PoliciesInForce policies, string key, DateTimeOffset at) =>
        policies.Effective(key, at).AsLimit().Duration!.Value;

    private static ImmutableSortedSet<string> Words(this PoliciesInForce policies, string key, DateTimeOffset at) =>
        ((PolicyValue.Set)policies.Effective(key, at).Value).Members;

    /// <summary>Values that nobody could work by.</summary>
    private static string? WhyNot(PolicyVersion version) =>
        (version.Key, version.Value) switch
        {
            (var key, PolicyValue.Text text) when OnlyWords.TryGetValue(key, out var only) && text.Word == only => null,
            (var key, _) when OnlyWords.TryGetValue(key, out var only) => $"Nothing but {only} can be worked by.",
            (var key, PolicyValue.Number number) when Numbers.TryGetValue(key, out var bounds) => bounds.WhyNot(number),
            (ConfirmWindow or UnsubscribeTarget or UnsubscribeMax, _) => IsLength(version)
                ? null
                : "s, min or h of calendar time are expected, more than 0 and at most a week.",
            (RefundTarget or RefundMax or EvidenceDeadline, PolicyValue.Number { Amount: >= 1 and <= 60 })
                when version.Unit == "days" => null,
            (RefundTarget or RefundMax or EvidenceDeadline, _) => "Days from 1 to 60 are expected.",
            (PromptRequired, PolicyValue.Set { Members: var members }) when AlwaysStated.SetEquals(members) => null,
            (PromptRequired, _) =>
                $"A prompt states {string.Join(", ", AlwaysStated.Order(StringComparer.Ordinal))}, no more and no less.",
            (UnifiedKeyword, PolicyValue.Set { Members: { Count: > 0 and <= 10 } members })
                when members.All(IsKeyword) => null,
            (UnifiedKeyword, _) => "Keywords of 1 to 8 digits are expected, at most 10 of them.",
            (Share, PolicyValue.Set { Members: var members }) when ShareBand.Read(members) is not null => null,
            (Share, _) => "Bands are expected, one of them above: to 0100000 5:5, above 1:9, in tenths or hundredths.",
            (PenaltyLadder, PolicyValue.Set { Members: { Count: > 0 and <= 20 } members }) when members.All(IsPoints) =>
                null,
            (PenaltyLadder, _) => "Whole points from 1 to 100 are expected, at most 20 of them.",
            _ => "A number is expected.",
        };

    private static bool IsLength(PolicyVersion version) =>
        version is { Value: PolicyValue.Number { Amount: > 0 and <= 604_800 }, Clock: Clock.Calendar }
        && version.Unit is "s" or "min" or "h"
        && version.AsLimit().Duration <= TimeSpan.FromDays(7);

    private static bool IsKeyword(string word) => word.Length is > 0 and <= 8 && word.All(char.IsAsciiDigit);

    private static bool IsPoints(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var points)
        && points is >= 1 and <= 100;

    private sealed record Bounds(decimal From, decimal To, bool IsWhole = false)
    {
        public static Bounds Whole(int from, int to) => new(from, to, IsWhole: true);

        public string? WhyNot(PolicyValue.Number number) =>
            number.Amount >= From
            && number.Amount <= To
            && (!IsWhole || number.Amount == decimal.Truncate(number.Amount))
                ? null
                : $"A {(IsWhole ? "whole number" : "number")} from {From} to {To} is expected.";
    }
}
