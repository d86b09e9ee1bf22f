using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck.Fluent;
using Vas.Domain.Settlement;
using Xunit;
using static Vas.Tests.Domain.Settlement.Months;

namespace Vas.Tests.Domain.Settlement;

/// <summary>V7, V8: what holds of every month.</summary>
public sealed class SettlementProperties
{
    [Fact]
    public void The_order_of_charges_complaints_fines_and_refunds_does_not_matter() =>
        ForAll(
            from month in Any
            from charges in Gen.Shuffle(month.Charges.ToArray())
            from complaints in Gen.Shuffle(month.Complaints.ToArray())
            from fines in Gen.Shuffle(month.Fines.ToArray())
            from refunds in Gen.Shuffle(month.Refunds.ToArray())
            select (
                month,
                shuffled: month with
                {
                    Charges = charges,
                    Complaints = complaints,
                    Fines = fines,
                    Refunds = refunds,
                }
            ),
            it => Lines(it.month).SequenceEqual(Lines(it.shuffled))
        );

    [Fact]
    public void A_complaint_more_never_pays_more() =>
        ForAll(Any, month => Total(month with { Complaints = Cases(month.Complaints.Count + 1) }) <= Total(month));

    [Fact]
    public void A_charge_more_never_pays_less() =>
        ForAll(Any, month => Total(month with { Charges = [.. month.Charges, 10m] }) >= Total(month));

    [Fact]
    public void Every_line_is_its_basis_by_its_rate_rounded_once() =>
        ForAll(
            Any,
            month =>
                Lines(month)
                    .All(line =>
                        Math.Abs(line.Amount)
                        == Math.Abs(decimal.Round(line.Basis * line.Rate, 2, MidpointRounding.AwayFromZero))
                    )
        );

    [Fact]
    public void The_bands_hold_all_charges_and_each_step_works_on_what_is_left() =>
        ForAll(
            Any,
            month =>
            {
                var lines = Lines(month);
                var left = 0m;
                foreach (var line in lines)
                {
                    var isStep =
                        line.Kind
                        is SettlementLineKind.BadDebt
                            or SettlementLineKind.ServiceFee
                            or SettlementLineKind.ComplaintFactor;
                    if (isStep && line.Basis != left)
                    {
                        return false;
                    }

                    left += line.Amount;
                }

                return lines.Where(line => line.Kind == SettlementLineKind.Share).Sum(line => line.Basis)
                    == month.Charges.Sum();
            }
        );

    [Fact]
    public void Nobody_is_paid_less_than_nothing_and_what_is_negative_is_carried_forward() =>
        ForAll(
            Any,
            month =>
            {
                var statement = Statement.Draft(Statements.Of(month), Statements.Drafted);
                return statement.Payable >= 0
                    && statement.CarriedForward <= 0
                    && statement.Payable + statement.CarriedForward == Total(month);
            }
        );

    [Fact]
    public void More_complaints_or_fewer_subscribers_never_better_the_factor() =>
        ForAll(
            from complaints in Gen.Choose(5, 60)
            from subscribers in Gen.Choose(100, 50_000)
            select (complaints, subscribers),
            it =>
            {
                var factor = RateResult.Of(it.complaints, it.subscribers, Rates).Factor;
                return RateResult.Of(it.complaints + 1, it.subscribers, Rates).Factor <= factor
                    && RateResult.Of(it.complaints, it.subscribers + 1, Rates).Factor >= factor;
            }
        );

    private static IReadOnlyList<SettlementLine> Lines(ProviderMonth month) =>
        StatementCalculator.Lines(month, Terms, Rates);

    private static decimal Total(ProviderMonth month) => Lines(month).Sum(line => line.Amount);
}
