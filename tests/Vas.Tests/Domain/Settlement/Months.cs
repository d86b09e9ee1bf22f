using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Vas.Domain.Settlement;

namespace Vas.Tests.Domain.Settlement;

/// <summary>The terms of policies.md, and months to settle by them.</summary>
internal static class Months
{
    public static SettlementTerms Terms { get; } =
        new(
            [new(100_000, 0.5m), new(300_000, 0.6m), new(600_000, 0.7m), new(1_000_000, 0.8m), new(null, 0.9m)],
            BadDebt: 8,
            ServiceFee: 10,
            ObjectionWindow: 5
        );

    public static RateTerms Rates { get; } =
        new(10_000, MinBase: 100, MinCount: 5, [new(2, 1.0m), new(5, 0.9m), new(10, 0.7m), new(null, 0.5m)]);

    public static ProviderMonth Nothing { get; } = new([], 10_000, [], [], [], 0, []);

    public static IReadOnlyList<ComplaintRef> Cases(int count) =>
        [.. Enumerable.Range(1, count).Select(n => new ComplaintRef(Id(n), $"C-20261101-{n:000000}"))];

    public static OwedSum Owed(int number, decimal amount) => new(Id(number), amount, null, null);

    /// <summary>Any month: charges of up to a band too many, bases around the least, complaints around the bounds.</summary>
    public static Gen<ProviderMonth> Any { get; } =
        from charges in Fen(1, 40_000_000).ListOf()
        from subscribers in Gen.OneOf(Gen.Choose(0, 200), Gen.Choose(1_000, 20_000))
        from complaints in Gen.Choose(0, 30)
        from fines in Sums
        from refunds in Sums
        from carried in Gen.OneOf(Gen.Constant(0m), Fen(-1_000_000, 0))
        from reversals in Reversals
        select new ProviderMonth([.. charges], subscribers, Cases(complaints), fines, refunds, carried, reversals);

    /// <summary>The same cases in every run, so that a red one can be looked at.</summary>
    private static readonly Config Repeatable = Config
        .QuickThrowOnFailure.WithMaxTest(500)
        .WithReplay(20261201, 7)
        .WithQuietOnSuccess(true);

    public static void ForAll<T>(Gen<T> cases, Func<T, bool> holds) =>
        Prop.ForAll(cases.ToArbitrary(), holds).Check(Repeatable);

    private static Gen<IReadOnlyList<LateReversal>> Reversals =>
        from amounts in Fen(1, 1_000_000).ListOf()
        from kept in Gen.Choose(0, 100)
        select (IReadOnlyList<LateReversal>)
            [
                .. amounts
                    .Take(2)
                    .Select(
                        (amount, i) =>
                            new LateReversal(
                                Id(i + 1),
                                $"S-{i}",
                                amount,
                                decimal.Round((amount + 7) * kept / 100, 2),
                                amount + 7
                            )
                    ),
            ];

    private static Gen<IReadOnlyList<OwedSum>> Sums =>
        from amounts in Fen(1, 3_000_000).ListOf()
        select (IReadOnlyList<OwedSum>)[.. amounts.Take(5).Select((amount, i) => Owed(i + 1, amount))];

    private static Gen<decimal> Fen(int from, int to) => Gen.Choose(from, to).Select(fen => fen / 100m);

    private static Guid Id(int number) => new(number, 1, 0, new byte[8]);
}
