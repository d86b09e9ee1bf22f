using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Billing.Contracts.Events.V1;
using Rules;
using ServiceDefaults.PolicyStore;

namespace Billing.Features;

/// <summary>The policies that Billing owns (policies.md).</summary>
internal static class BillingPolicies
{
    public const string MaxFamilies = "tariff.max_families";
    public const string MaxTiers = "tariff.max_tiers";
    public const string UsageThresholds = "usage.thresholds";
    public const string ShockMultiple = "bill_shock.multiple";
    public const string ShockWindow = "bill_shock.window";
    public const string PaymentTerm = "billing.payment_term";
    public const string ReminderDays = "dunning.sms_days";
    public const string SuspendAfterDue = "dunning.suspend_after_due";
    public const string TerminateAfterSuspend = "dunning.terminate_after_suspend";
    public const string RestoreMax = "service.restore_max";
    public const string AgentPerCase = "compensation.agent_per_case";
    public const string AgentPerDay = "compensation.agent_per_day";
    public const string SupervisorPerCase = "compensation.supervisor_per_case";
    public const string SupervisorPerDay = "compensation.supervisor_per_day";
    public const string CustomerPerDay = "compensation.customer_per_day";

    public static readonly PolicyKeys Keys = new(
        new Dictionary<string, Comparator>(StringComparer.Ordinal)
        {
            [MaxFamilies] = Comparator.Smaller,
            [MaxTiers] = Comparator.Smaller,
            [UsageThresholds] = Comparator.Union,
            [ShockMultiple] = Comparator.Smaller,
            [ShockWindow] = Comparator.Smaller,
            [PaymentTerm] = Comparator.Larger,
            [ReminderDays] = Comparator.Union,
            [SuspendAfterDue] = Comparator.Larger,
            [TerminateAfterSuspend] = Comparator.Larger,
            [RestoreMax] = Comparator.EarliestDeadline,
            [AgentPerCase] = Comparator.Smaller,
            [AgentPerDay] = Comparator.Smaller,
            [SupervisorPerCase] = Comparator.Smaller,
            [SupervisorPerDay] = Comparator.Smaller,
            [CustomerPerDay] = Comparator.Smaller,
        },
        WhyNot,
        ProfilesOf: typeof(BillingPolicies).Assembly,
        Changed: change => new BillingPolicyChanged(
            change.Id,
            change.Version,
            change.Proposed.Key,
            change.Proposed.Jurisdiction,
            change.Proposed.Version,
            change.Proposed.EffectiveFrom
        )
    );

    /// <summary>A policy that is a set of whole numbers (policies sort words, hence the leading zeros), ascending.</summary>
    public static IReadOnlyList<int> Numbers(this PoliciesInForce policies, string key, DateTimeOffset at) =>
        [
            .. ((PolicyValue.Set)policies.Effective(key, at).Value)
                .Members.Select(word => int.Parse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
                .Order(),
        ];

    private static string? WhyNot(PolicyVersion version) =>
        (version.Key, version.Value) switch
        {
            (UsageThresholds, PolicyValue.Set set) => AreWholeNumbers(set, 1, 100),
            (ReminderDays, PolicyValue.Set set) => AreWholeNumbers(set, -30, 365),
            (UsageThresholds or ReminderDays, _) => "A set of whole numbers is expected.",
            (RestoreMax, PolicyValue.Number { Amount: > 0 and <= 720 }) => null,
            (RestoreMax, _) => "Hours of more than 0 and at most 720 are expected.",
            (MaxFamilies or MaxTiers or ShockWindow, PolicyValue.Number { Amount: >= 1 and <= 100 } count)
                when count.Amount == decimal.Truncate(count.Amount) => null,
            (MaxFamilies or MaxTiers or ShockWindow, _) => "A whole number from 1 to 100 is expected.",
            (ShockMultiple, PolicyValue.Number { Amount: > 1 and <= 100 }) => null,
            (ShockMultiple, _) => "More than 1 and at most 100 is expected.",
            (
                PaymentTerm
                    or SuspendAfterDue
                    or TerminateAfterSuspend,
                PolicyValue.Number { Amount: >= 1 and <= 3660 } days
            ) when days.Amount == decimal.Truncate(days.Amount) => null,
            (PaymentTerm or SuspendAfterDue or TerminateAfterSuspend, _) => "Whole days from 1 to 3660 are expected.",
            (_, PolicyValue.Number { Amount: >= 0 and <= 1_000_000 }) => null,
            _ => "A sum from 0 to 1000000 yuan is expected.",
        };

    private static string? AreWholeNumbers(PolicyValue.Set set, int from, int to) =>
        set.Members.All(word =>
            int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= from
            && number <= to
        )
            ? null
            : $"Whole numbers from {from} to {to} are expected.";
}
