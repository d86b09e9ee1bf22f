using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Domain.Tariffs;
using Billing.Domain.Usage;

namespace Bench.Rating;

/// <summary>
/// Rating by itself, as the intake does it: find the plan's price, rate on top of the month's total, raise the total. Lines
/// and records are as in the small operator's month; every thread has lines of its own.
/// </summary>
internal static class InProcess
{
    private const int Lines = 10_000;
    private const int Kinds = 3;

    /// <summary>Enough that no cache of a core holds all of them.</summary>
    private const int Records = 200_000;

    private static readonly PreparedPlan[] Plans =
    [
        Plan(39, 100, 50, 5_120),
        Plan(59, 200, 100, 10_240),
        Plan(99, 500, 200, 30_720),
        Plan(129, 1_000, 300, 61_440),
    ];

    /// <returns>Records per second, of all threads together.</returns>
    public static double Measure(int threads, TimeSpan during)
    {
        var work = Enumerable.Range(0, threads).Select(thread => new Work(thread)).ToList();
        using var start = new Barrier(threads);
        var rates = new double[threads];
        Parallel.For(
            0,
            threads,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            thread =>
            {
                start.SignalAndWait(); // each has a core by now
                rates[thread] = work[thread].Run(during);
            }
        );
        return rates.Sum();
    }

    private static PreparedPlan Plan(decimal fee, decimal minutes, decimal messages, decimal megabytes) =>
        PreparedPlan.Of(
            new(
                fee,
                0,
                "CNY",
                [
                    new(UsageKind.Voice, minutes, TierMode.Graduated, [new(null, 0.15m)]),
                    new(UsageKind.Sms, messages, TierMode.Volume, [new(100, 0.1m), new(null, 0.05m)]),
                    new(
                        UsageKind.Data,
                        megabytes,
                        TierMode.Graduated,
                        [new(1_024, 0.0049m), new(10_240, 0.0029m), new(null, 0.0019m)]
                    ),
                ]
            )
        );

    private sealed class Work
    {
        private readonly decimal[] _totals = new decimal[Lines * Kinds];
        private readonly (int Line, UsageKind Kind, decimal Quantity)[] _records;
        private decimal _charged;

        public Work(int seed)
        {
            var random = new Random(seed);
            _records =
            [
                .. Enumerable
                    .Range(0, Records)
                    .Select(_ =>
                    {
                        var kind = (UsageKind)random.Next(Kinds);
                        return (random.Next(Lines), kind, Quantity(random, kind));
                    }),
            ];
        }

        public double Run(TimeSpan during)
        {
            var began = Stopwatch.GetTimestamp();
            var rated = 0L;
            do
            {
                Array.Clear(_totals); // another month
                foreach (var (line, kind, quantity) in _records)
                {
                    ref var total = ref _totals[(line * Kinds) + (int)kind];
                    _charged += Plans[line % Plans.Length].PriceOf(kind)!.Rate(total, quantity).Charge;
                    total += quantity;
                }

                rated += _records.Length;
            } while (Stopwatch.GetElapsedTime(began) < during);

            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            return _charged > 0 ? rated / seconds : throw new InvalidOperationException("Nothing was charged.");
        }

        /// <summary>A heavy month in twenty records or so: within the allowance first, far beyond it at the end.</summary>
        private static decimal Quantity(Random random, UsageKind kind) =>
            kind switch
            {
                UsageKind.Voice => random.Next(1, 60_00) / 100m,
                UsageKind.Sms => 1,
                _ => random.Next(1, 8_000_000) / 1_000m,
            };
    }
}
