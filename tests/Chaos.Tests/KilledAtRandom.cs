using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Shouldly;
using Xunit;

namespace Chaos.Tests;

/// <summary>P3, C1, N4: kills at moments that nobody chose, on top of the chosen ones.</summary>
public sealed class KilledAtRandom(Platform platform, ITestOutputHelper output)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task P3_a_hundred_cases_over_two_replicas_under_random_kills_are_a_hundred_cases_and_a_hundred_SMS()
    {
        var ct = TestContext.Current.CancellationToken;
        await platform.OnlyAsync([.. platform.All]);
        using var intake = new Intake(platform);

        var cases = intake.OpenInBurstsAsync(bursts: 10, of: 10, Lasts, ct);
        await KillAtRandomAsync(ct);
        await cases;
        await platform.OnlyAsync([.. platform.All]);

        intake.Taken.Count.ShouldBe(100);
        await platform.EachCaseExistsOnceAndItsPhoneRangOnceAsync(intake.Taken, ct);
    }

    /// <summary>Any process, Notifications first; it is started again at once, and the next one may die before it is up.</summary>
    private async Task KillAtRandomAsync(CancellationToken ct)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Random kills with seed {seed}");
        var random = new Random(seed);
        var began = TimeProvider.System.GetTimestamp();
        var victim = platform.Notifications[0];
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (TimeProvider.System.GetElapsedTime(began) < Lasts)
        {
            victim.Kill();
            await victim.DeathAsync(withinSeconds: 10);
            await victim.StartAsync();
            victim = platform.All.ElementAt(random.Next(platform.All.Count()));
            pace.Period = TimeSpan.FromMilliseconds(random.Next(200, 2_000));
            await pace.WaitForNextTickAsync(ct);
        }
    }
}
