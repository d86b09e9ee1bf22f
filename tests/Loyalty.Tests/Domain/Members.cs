using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain;

namespace Loyalty.Tests.Domain;

/// <summary>Members and facts as the domain's tests speak of them.</summary>
internal static class Members
{
    public static readonly LoyaltyTerms Terms = new(
        TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"),
        PointsPerYuan: 1,
        ExpiryMonths: 36,
        NoticeDays: [7, 30, 60],
        FreezesOnSuspension: true,
        VoidsOnClosing: true,
        PointsPerYuanRedeemed: 100,
        new TierRules(Diamond: 3000, Gold: 2000, Silver: 1000, YearStartMonth: 2, YearStartDay: 1, NoticeDays: 30)
    );

    /// <summary>Noon in Shanghai.</summary>
    public static DateTimeOffset Noon(int year, int month, int day) => new(year, month, day, 4, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset Today = Noon(2026, 6, 15);

    public static Member Joined() => Member.Join(Guid.CreateVersion7(), Today);

    public static BillFact Bill(int number, decimal ownCharges, DateTimeOffset at, long version = 1) =>
        new(new Guid(number, 0, 0, new byte[8]), version, $"B-{number}", ownCharges, at);

    public static IReadOnlyList<MemberFact> Paid(
        this Member member,
        int number,
        decimal ownCharges,
        DateTimeOffset? at = null
    ) => member.PayBill(Bill(number, ownCharges, at ?? Today, version: 2), Terms, Today);

    public static void Redeem(this Member member, long points) =>
        member.Redeem(Guid.CreateVersion7(), points, Terms, Today);

    /// <summary>What the ledger says of each account; those at zero are left out.</summary>
    public static SortedDictionary<PointAccount, long> Ledger(this Member member) =>
        new(
            member
                .Entries.SelectMany(entry => entry.Postings)
                .GroupBy(posting => posting.LedgerAccount)
                .Select(account => KeyValuePair.Create(account.Key, account.Sum(p => p.Points)))
                .Where(account => account.Value != 0)
                .ToDictionary()
        );

    public static void ForAll<T>(Gen<T> cases, Func<T, bool> holds) =>
        Prop.ForAll(cases.ToArbitrary(), holds)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20261122, 7).WithQuietOnSuccess(true));
}
