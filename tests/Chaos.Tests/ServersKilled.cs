using System.Threading;
using System.Threading.Tasks;
using Shouldly;
using Xunit;

namespace Chaos.Tests;

/// <summary>P3: the database and the broker die with -9 in the middle of it; the services find them again by themselves.</summary>
public sealed class ServersKilled(Platform platform)
{
    [Theory]
    [InlineData("PostgreSQL")]
    [InlineData("RabbitMQ")]
    public async Task P3_a_server_killed_in_mid_flow_loses_nothing_and_doubles_nothing(string victim)
    {
        var ct = TestContext.Current.CancellationToken;
        await platform.OnlyAsync(platform.Billing, platform.Complaints[0], platform.Notifications[0]);
        using var intake = new Intake(platform);
        using var itIsBack = new CancellationTokenSource();
        await intake.OpenAsync(5, ct);
        var traffic = intake.OpenSteadilyAsync(itIsBack.Token, ct);

        await (victim == "PostgreSQL" ? platform.Servers.CrashPostgresAsync() : platform.Servers.CrashBrokerAsync());
        await intake.OpenAsync(5, ct);
        await itIsBack.CancelAsync();
        await traffic;

        intake.Taken.Count.ShouldBeGreaterThan(10);
        await platform.EachCaseExistsOnceAndItsPhoneRangOnceAsync(intake.Taken, ct);
    }
}
