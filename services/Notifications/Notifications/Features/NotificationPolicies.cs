using System;
using System.Collections.Generic;
using System.Linq;
using Notifications.Contracts.Events.V1;
using Notifications.Domain;
using Rules;
using ServiceDefaults.PolicyStore;

namespace Notifications.Features;

/// <summary>The policies that Notifications owns (policies.md), and what they come to.</summary>
internal static class NotificationPolicies
{
    private const string QuietHoursKey = "sms.quiet_hours";
    private const string RemindersPerDayKey = "sms.reminders_per_day";
    private const string MarketingConsentKey = "sms.marketing_consent";

    /// <summary>What marketing needs: nothing else is known, and the law knows nothing else.</summary>
    private const string Express = "express";

    public static readonly PolicyKeys Keys = new(
        new Dictionary<string, Comparator>(StringComparer.Ordinal)
        {
            [QuietHoursKey] = Comparator.Union,
            [RemindersPerDayKey] = Comparator.Smaller,
            [MarketingConsentKey] = Comparator.Exact,
        },
        WhyNot,
        ProfilesOf: typeof(NotificationPolicies).Assembly,
        Changed: change => new NotificationPolicyChanged(
            change.Id,
            change.Version,
            change.Proposed.Key,
            change.Proposed.Jurisdiction,
            change.Proposed.Version,
            change.Proposed.EffectiveFrom
        )
    );

    /// <summary>Where several jurisdictions speak, an hour that is quiet in one of them is quiet.</summary>
    public static QuietHours QuietHours(this PoliciesInForce policies, DateTimeOffset at)
    {
        var policy = policies.Effective(QuietHoursKey, at);
        var spans = ((PolicyValue.Set)policy.Value).Members.Select(word => QuietSpan.Read(word)!);
        return new([.. spans], policies.Calendar.Zone, Name(policy));
    }

    public static (int PerDay, string Policy) RemindersPerDay(this PoliciesInForce policies, DateTimeOffset at) =>
        ((int)policies.Number(RemindersPerDayKey, at), Name(policies.Effective(RemindersPerDayKey, at)));

    public static string MarketingConsent(this PoliciesInForce policies, DateTimeOffset at) =>
        Name(policies.Effective(MarketingConsentKey, at));

    /// <summary>The versions that a decision rests on, for its record.</summary>
    private static string Name(EffectivePolicy policy) =>
        string.Join("; ", policy.From.Select(version => $"{version.Key} {version.Jurisdiction} v{version.Version}"));

    private static string? WhyNot(PolicyVersion version) =>
        (version.Key, version.Value) switch
        {
            (QuietHoursKey, PolicyValue.Set set) when set.Members.All(word => QuietSpan.Read(word) is not null) => null,
            (QuietHoursKey, _) => "Spans of local time such as 21:00-08:00 are expected.",
            (RemindersPerDayKey, PolicyValue.Number { Amount: >= 0 and <= 100 } count)
                when count.Amount == decimal.Truncate(count.Amount) => null,
            (RemindersPerDayKey, _) => "A whole number from 0 to 100 is expected.",
            (MarketingConsentKey, PolicyValue.Text { Word: Express }) => null,
            _ => $"{Express} is expected.",
        };
}
