using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Loyalty.Contracts.Events.V1;
using Loyalty.Domain;
using Rules;
using ServiceDefaults.PolicyStore;

namespace Loyalty.Features;

/// <summary>
/// The policies that Loyalty owns (policies.md). What a tier takes is for each tenant to say: no national profile sets
/// <c>vip.*_min</c>, and <c>migrate</c> refuses to start a tenant whose jurisdictions leave them open. The profile
/// <c>demo-tenant</c> in the default <c>Policies:Jurisdictions</c> is an example, to be replaced by the tenant's own.
/// </summary>
internal static class LoyaltyPolicies
{
    public static readonly PolicyKeys Keys = new(
        new Dictionary<string, Comparator>(StringComparer.Ordinal)
        {
            [Accrual] = Comparator.Larger,
            [Expiry] = Comparator.Larger,
            [ExpiryNotice] = Comparator.Union,
            [FreezeOnSuspend] = Comparator.Exact,
            [VoidOnCancel] = Comparator.Exact,
            [Redeem] = Comparator.Smaller,
            [DiamondMin] = Comparator.Smaller,
            [GoldMin] = Comparator.Smaller,
            [SilverMin] = Comparator.Smaller,
            [ValidityStart] = Comparator.Exact,
            [DowngradeNotice] = Comparator.Larger,
        },
        WhyNot,
        ProfilesOf: typeof(LoyaltyPolicies).Assembly,
        Changed: change => new LoyaltyPolicyChanged(
            change.Id,
            change.Version,
            change.Proposed.Key,
            change.Proposed.Jurisdiction,
            change.Proposed.Version,
            change.Proposed.EffectiveFrom
        )
    );

    private const string Accrual = "points.accrual";
    private const string Expiry = "points.expiry";
    private const string ExpiryNotice = "points.expiry_notice";
    private const string FreezeOnSuspend = "points.freeze_on_suspend";
    private const string VoidOnCancel = "points.void_on_cancel";
    private const string Redeem = "points.redeem";
    private const string DiamondMin = "vip.diamond_min";
    private const string GoldMin = "vip.gold_min";
    private const string SilverMin = "vip.silver_min";
    private const string ValidityStart = "vip.validity_start";
    private const string DowngradeNotice = "vip.downgrade_notice";

    /// <summary>
    /// The terms as of a moment. A fact is judged by the terms of when it happened, not of when it was heard of: late
    /// or early, it comes to the same.
    /// </summary>
    public static LoyaltyTerms TermsAt(this PoliciesInForce policies, DateTimeOffset at)
    {
        var yearStart = MonthAndDay(policies.Effective(ValidityStart, at).Value)!.Value;
        return new(
            policies.Calendar.Zone,
            Number(Accrual),
            (int)Number(Expiry),
            [
                .. ((PolicyValue.Set)policies.Effective(ExpiryNotice, at).Value)
                    .Members.Select(word => int.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture))
                    .Order(),
            ],
            IsTrue(FreezeOnSuspend),
            IsTrue(VoidOnCancel),
            (int)Number(Redeem),
            new TierRules(
                Number(DiamondMin),
                Number(GoldMin),
                Number(SilverMin),
                yearStart.Month,
                yearStart.Day,
                (int)Number(DowngradeNotice)
            ),
            policies.NextChangeAfter(at) is { } change ? FirstDateUnder(change, policies.Calendar.Zone) : null
        );

        decimal Number(string key) => policies.Number(key, at);

        bool IsTrue(string key) => policies.Effective(key, at).Value == PolicyValue.Of("true");
    }

    /// <summary>The first local date that a change holds on from its beginning: what is decided by date goes by it then.</summary>
    private static DateOnly FirstDateUnder(DateTimeOffset change, TimeZoneInfo zone)
    {
        var date = change.DateIn(zone);
        return zone.FirstMomentAt(date, TimeOnly.MinValue) >= change ? date : date.AddDays(1);
    }

    /// <summary>Values that nobody could work by.</summary>
    private static string? WhyNot(PolicyVersion version) =>
        (version.Key, version.Value) switch
        {
            (Accrual, PolicyValue.Number { Amount: >= 0 and <= 1000 }) => null,
            (Accrual, _) => "0 to 1000 points per yuan are expected.",
            (Expiry, PolicyValue.Number { Amount: >= 1 and <= 600 } months) when IsWhole(months) => null,
            (Expiry, _) => "Whole months from 1 to 600 are expected.",
            (ExpiryNotice, PolicyValue.Set { Members.Count: <= 20 } set) when set.Members.All(IsDays) => null,
            (ExpiryNotice, _) => "At most 20 whole numbers of days from 0 to 365 are expected.",
            (FreezeOnSuspend or VoidOnCancel, PolicyValue.Text { Word: "true" or "false" }) => null,
            (FreezeOnSuspend or VoidOnCancel, _) => "true or false is expected.",
            (Redeem, PolicyValue.Number { Amount: >= 1 and <= 1_000_000 } points) when IsWhole(points) => null,
            (Redeem, _) => "A whole number of points from 1 to 1000000 is expected.",
            (ValidityStart, var value) when MonthAndDay(value) is not null => null,
            (ValidityStart, _) => "A month and a day that every year has are expected: 02-01.",
            (DowngradeNotice, PolicyValue.Number { Amount: >= 0 and <= 365 } days) when IsWhole(days) => null,
            (DowngradeNotice, _) => "Whole days from 0 to 365 are expected.",
            (_, PolicyValue.Number { Amount: > 0 and <= 100_000_000 }) => null,
            _ => "Yuan of more than 0 and at most 100000000 are expected.",
        };

    private static bool IsWhole(PolicyValue.Number number) => number.Amount == decimal.Truncate(number.Amount);

    private static bool IsDays(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= 365;

    // In a year without 29 February, so that the day comes every year.
    private static DateOnly? MonthAndDay(PolicyValue value) =>
        value is PolicyValue.Text { Word: var word }
        && DateOnly.TryParseExact(
            $"2025-{word}",
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
            ? date
            : null;
}
