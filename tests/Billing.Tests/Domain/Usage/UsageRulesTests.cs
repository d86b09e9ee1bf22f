using System;
using Billing.Domain.Tariffs;
using Billing.Domain.Usage;
using Shouldly;
using Xunit;

namespace Billing.Tests.Domain.Usage;

/// <summary>B4, B10, B14: what a record can be, which shares it reaches, and what is a shock.</summary>
public sealed class UsageRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(UsageKind.Voice, "0", 0, "usage.implausible")]
    [InlineData(UsageKind.Voice, "-1", 0, "usage.implausible")]
    [InlineData(UsageKind.Voice, "0.0000001", 0, "usage.implausible")]
    [InlineData(UsageKind.Voice, "0.000001", 0, null)]
    [InlineData(UsageKind.Voice, "1440", 0, null)]
    [InlineData(UsageKind.Voice, "1440.01", 0, "usage.implausible")]
    [InlineData(UsageKind.Sms, "1", 0, null)]
    [InlineData(UsageKind.Sms, "2", 0, "usage.implausible")]
    [InlineData(UsageKind.Sms, "0.5", 0, "usage.implausible")]
    [InlineData(UsageKind.Data, "1048576", 0, null)]
    [InlineData(UsageKind.Data, "1048577", 0, "usage.implausible")]
    [InlineData(UsageKind.Data, "1", 5, null)]
    [InlineData(UsageKind.Data, "1", 6, "usage.in-future")]
    [InlineData(UsageKind.Data, "1", -30 * 24 * 60, null)]
    [InlineData(UsageKind.Data, "1", -25 * 31 * 24 * 60, "usage.too-old")]
    public void A_record_that_cannot_be_is_refused(UsageKind kind, string quantity, int minutes, string? code) =>
        Plausibility.WhyNot(kind, decimal.Parse(quantity), Now.AddMinutes(minutes), Now)?.Code.ShouldBe(code);

    [Fact]
    public void A_plausible_record_has_no_refusal() => Plausibility.WhyNot(UsageKind.Sms, 1, Now, Now).ShouldBeNull();

    [Theory]
    [InlineData(100, 0, 49.99, new int[0])]
    [InlineData(100, 0, 50, new[] { 50 })]
    [InlineData(100, 50, 79, new int[0])]
    [InlineData(100, 79, 80, new[] { 80 })]
    [InlineData(100, 49, 500, new[] { 50, 80, 100 })]
    [InlineData(100, 100, 500, new int[0])]
    [InlineData(0, 0, 500, new int[0])]
    public void Shares_are_reached_once_all_and_ascending(int allowance, double before, double after, int[] reached) =>
        AllowanceThresholds.Reached(allowance, (decimal)before, (decimal)after, [50, 80, 100]).ShouldBe(reached);

    [Theory]
    [InlineData(50, 30, 3, false)] // five times the average of 10, not more
    [InlineData(50.01, 30, 3, true)]
    [InlineData(50.01, 10, 1, true)]
    [InlineData(1000, 0, 0, false)] // nothing to compare with
    [InlineData(39, 0, 2, false)] // never paid for usage: as much as the plans cost
    [InlineData(39.01, 0, 2, true)]
    public void A_shock_is_more_than_a_multiple_of_what_is_usual(
        double soFar,
        double before,
        int months,
        bool isShock
    ) => BillShock.IsSuspected((decimal)soFar, (decimal)before, months, monthlyFees: 39, multiple: 5).ShouldBe(isShock);

    [Theory]
    [InlineData("13812345678", "****5678")]
    [InlineData("10086", "****0086")]
    [InlineData("110", "110")]
    [InlineData(null, null)]
    public void Of_the_other_party_the_last_four_digits_stay(string? number, string? kept) =>
        ReportedUsage.Masked(number).ShouldBe(kept);

    [Fact]
    public void The_same_record_has_the_same_fingerprint_and_another_has_not()
    {
        var record = new ReportedUsage("k", "13800000001", UsageKind.Voice, 1.5m, Now, "****5678");

        record.Fingerprint().ShouldBe((record with { Quantity = 1.500m, SourceKey = "other" }).Fingerprint());
        ReportedUsage[] others =
        [
            record with
            {
                Quantity = 1.6m,
            },
            record with
            {
                Kind = UsageKind.Data,
            },
            record with
            {
                ServiceNumber = "13800000002",
            },
            record with
            {
                OccurredAt = Now.AddSeconds(1),
            },
            record with
            {
                OtherParty = null,
            },
        ];
        foreach (var other in others)
        {
            other.Fingerprint().ShouldNotBe(record.Fingerprint());
        }
    }

    [Fact]
    public void An_id_tells_the_millisecond_it_was_made_of()
    {
        UsageRecord.TimeOf(UsageRecord.IdAt(Now)).ShouldBe(Now);
        UsageRecord.TimeOf(Guid.Parse("0190a000-0000-4000-8000-000000000001")).ShouldBeNull();
    }
}
