using System;
using System.Globalization;
using System.Linq;
using Shouldly;
using Vas.Domain.Settlement;
using Xunit;
using static Vas.Tests.Domain.Settlement.Months;

namespace Vas.Tests.Domain.Settlement;

/// <summary>V8, worked out by hand to the fen.</summary>
public sealed class StatementCalculatorTests
{
    [Fact]
    public void A_month_in_the_first_band()
    {
        // net 33.33 + 0.02 = 33.35; share 33.35 × 0.5 = 16.675 → 16.68
        // bad debt 16.68 × 0.08 = 1.3344 → 1.33, left 15.35; service fee 15.35 × 0.10 = 1.535 → 1.54; 13.81
        Settled(Nothing with { Charges = [33.33m, 0.02m] }).ShouldBe([16.68m, -1.33m, -1.54m]);
    }

    [Fact]
    public void Bands_are_marginal()
    {
        // net 1,234,567.89: 100,000 × .5 = 50,000; 200,000 × .6 = 120,000; 300,000 × .7 = 210,000;
        // 400,000 × .8 = 320,000; 234,567.89 × .9 = 211,111.101 → 211,111.10; in all 911,111.10
        // bad debt 72,888.888 → 72,888.89, left 838,222.21; service fee 83,822.221 → 83,822.22
        Settled(Nothing with { Charges = [1_234_567.89m] })
            .ShouldBe([50_000m, 120_000m, 210_000m, 320_000m, 211_111.10m, -72_888.89m, -83_822.22m]);
    }

    [Fact]
    public void A_bound_belongs_to_its_band()
    {
        // 100,000.00 is all in the first; of 100,000.01 the last fen is in the second: 0.01 × 0.6 = 0.006 → 0.01
        Settled(Nothing with { Charges = [100_000m] }).ShouldBe([50_000m, -4_000m, -4_600m]);
        // 50,000.01 × .08 = 4,000.0008 → 4,000.00; 46,000.01 × .1 = 4,600.001 → 4,600.00
        Settled(Nothing with { Charges = [100_000.01m] }).ShouldBe([50_000m, 0.01m, -4_000m, -4_600m]);
    }

    [Fact]
    public void Complaints_cost_what_their_grade_says()
    {
        // 8 of 10,000 → 8 per 10,000 → 0.7. net 100,000 → 41,400 after bad debt and fee; 41,400 × 0.3 = 12,420
        var month = Nothing with
        {
            Charges = [100_000m],
            Complaints = Cases(8),
        };

        Settled(month).ShouldBe([50_000m, -4_000m, -4_600m, -12_420m]);
        var deduction = StatementCalculator.Lines(month, Terms, Rates)[^1];
        (deduction.Kind, deduction.Basis, deduction.Rate).ShouldBe((SettlementLineKind.ComplaintFactor, 41_400m, 0.3m));
        deduction.Complaints.ShouldBe(Cases(8));
    }

    [Fact]
    public void What_was_reversed_too_late_costs_the_provider_what_it_kept_of_it()
    {
        // of 1,010 net it was given 418.14, so 0.414 of each yuan; 10 × 0.414 = 4.14
        var month = Nothing with
        {
            Reversals = [new(Guid.CreateVersion7(), "S-202610-SP-0001", 10m, 418.14m, 1_010m)],
        };

        var line = StatementCalculator.Lines(month, Terms, Rates).Single();
        (line.Kind, line.Basis, line.Rate, line.Amount, line.Note).ShouldBe(
            (SettlementLineKind.ClawBack, 10m, 0.414m, -4.14m, "S-202610-SP-0001")
        );
        line.IsByComplaints.ShouldBeFalse();
    }

    [Fact]
    public void Everything_in_its_order()
    {
        // as before 28,980; fine 1,000; refunds 40 and 19.90; carried in −200.05 → 27,720.05
        var lines = StatementCalculator.Lines(
            Nothing with
            {
                Charges = [100_000m],
                Complaints = Cases(8),
                Fines = [Owed(9, 1_000m)],
                Refunds = [Owed(2, 19.90m), Owed(1, 40m)],
                CarriedIn = -200.05m,
            },
            Terms,
            Rates
        );

        lines
            .Select(line => FormattableString.Invariant($"{line.Kind} {line.Amount:0.00}"))
            .ShouldBe([
                "Share 50000.00",
                "BadDebt -4000.00",
                "ServiceFee -4600.00",
                "ComplaintFactor -12420.00",
                "Penalty -1000.00",
                "ClawBack -40.00",
                "ClawBack -19.90",
                "CarriedIn -200.05",
            ]);
        lines.Sum(line => line.Amount).ShouldBe(27_720.05m);
    }

    [Fact]
    public void A_month_without_charges_still_owes() =>
        Settled(Nothing with { Refunds = [Owed(1, 40m)], Complaints = Cases(30) }).ShouldBe([-40m]);

    [Fact]
    public void What_the_provider_gets_back_is_a_line_too() =>
        Settled(Nothing with { Refunds = [Owed(1, -40m)] }).ShouldBe([40m]);

    [Theory]
    [InlineData(4, 10_000, null, "1.0")] // too few complaints
    [InlineData(5, 99, null, "1.0")] // too few subscribers
    [InlineData(5, 100, "500", "0.5")]
    [InlineData(5, 25_000, "2", "1.0")] // the bound belongs to the grade
    [InlineData(5, 24_999, "2.0001", "0.9")]
    [InlineData(5, 10_000, "5", "0.9")]
    [InlineData(10, 10_000, "10", "0.7")]
    [InlineData(11, 10_000, "11", "0.5")]
    [InlineData(7, 30_000, "2.3333", "0.9")]
    public void V7_a_rate_gives_a_factor(int complaints, int subscribers, string? rate, string factor) =>
        RateResult
            .Of(complaints, subscribers, Rates)
            .ShouldBe(
                new RateResult(
                    complaints,
                    subscribers,
                    rate is null ? null : decimal.Parse(rate, CultureInfo.InvariantCulture),
                    decimal.Parse(factor, CultureInfo.InvariantCulture)
                )
            );

    private static decimal[] Settled(ProviderMonth month) =>
        [.. StatementCalculator.Lines(month, Terms, Rates).Select(line => line.Amount)];
}
