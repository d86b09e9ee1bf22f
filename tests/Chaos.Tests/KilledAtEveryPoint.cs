using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Chaos;
using Shouldly;
using Xunit;

namespace Chaos.Tests;

/// <summary>
/// Complaints and Notifications each die at one kill point after the other while cases come in: every start is the
/// restart after the last death, and armed for the next one. Done once, counted by the tests below.
/// </summary>
public sealed class DeathsAtEveryPoint(Platform platform) : IAsyncLifetime
{
    private const int DiesWithin = 60;
    private const int Deliveries = 10;

    /// <summary>Who dies where, in this order. At its second passing, so that something was before and comes after.</summary>
    public static readonly IReadOnlyList<(string Service, string Point)> Plan =
    [
        ("Complaints", KillPoint.RelayReadBeforePublish),
        ("Complaints", KillPoint.RelayPublishedBeforeDelete),
        ("Complaints", KillPoint.RequestBeforeCommit),
        ("Complaints", KillPoint.RequestCommittedBeforeAnswer),
        ("Complaints", KillPoint.ClocksFiredBeforeCommit),
        ("Complaints", KillPoint.AccountsCheckedBeforeCommit),
        ("Notifications", KillPoint.DeliverySentBeforeRecord), // first: the claim that it leaves stands for a minute
        ("Notifications", KillPoint.InboxWorkBeforeCommit),
        ("Notifications", KillPoint.InboxCommittedBeforeAck),
        ("Notifications", KillPoint.SmsClaimedBeforeCall),
        ("Notifications", KillPoint.SmsAcceptedBeforeRecord),
        ("Notifications", KillPoint.RequestCommittedBeforeAnswer), // a receipt: Kannel tells it again
    ];

    /// <summary>With which code the process that was to die at a point ended.</summary>
    public Dictionary<(string Service, string Point), int> ExitCodes { get; } = [];

    public IReadOnlyList<Acknowledged> Taken { get; private set; } = [];

    /// <summary>Cases whose final answer came due and was missed meanwhile.</summary>
    public IReadOnlyList<Guid> Missed { get; private set; } = [];

    /// <summary>Deliveries that were owed to <see cref="Partner"/> meanwhile.</summary>
    public IReadOnlyList<Guid> Owed { get; private set; } = [];

    public Partner Partner { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        Partner = await Partner.StartAsync();
        await platform.OnlyAsync(platform.Billing);
        using var intake = new Intake(platform);
        using var allDied = new CancellationTokenSource();
        var traffic = intake.OpenSteadilyAsync(allDied.Token, ct);
        try
        {
            await Task.WhenAll(DieAsync(platform.Complaints[0], ct), DieAsync(platform.Notifications[0], ct));
            await platform.OnlyAsync(platform.Billing, platform.Complaints[0], platform.Notifications[0]);
        }
        finally
        {
            await allDied.CancelAsync();
        }

        await traffic;
        Taken = intake.Taken;
    }

    public ValueTask DisposeAsync() => Partner.DisposeAsync();

    private async Task DieAsync(Replica replica, CancellationToken ct)
    {
        foreach (var death in Plan.Where(death => death.Service == replica.Service))
        {
            await SetTheSceneAsync(death.Point, ct);
            await replica.StartAsync(killAt: $"{death.Point}:2");
            var code = await replica.DeathAsync(DiesWithin);
            lock (ExitCodes)
            {
                ExitCodes.Add(death, code);
            }
        }

        await replica.StartAsync(); // the other one's deaths need its work
    }

    /// <summary>What leads to a point when cases coming in alone do not.</summary>
    private async Task SetTheSceneAsync(string point, CancellationToken ct)
    {
        switch (point)
        {
            case KillPoint.AccountsCheckedBeforeCommit:
                platform.Billing.Kill(); // accounts are only checked later when it was away
                break;
            case KillPoint.ClocksFiredBeforeCommit:
                Missed = await platform.LetFinalAnswersBeMissedAsync(ct);
                break;
            case KillPoint.DeliverySentBeforeRecord:
                Owed = await platform.OweDeliveriesAsync(Partner.Address, Deliveries, ct);
                break;
            default:
                break;
        }
    }
}

/// <summary>P3: whatever moment a process dies at, nothing acknowledged is lost and nothing is done twice.</summary>
public sealed class KilledAtEveryPoint(Platform platform, DeathsAtEveryPoint deaths) : IClassFixture<DeathsAtEveryPoint>
{
    public static TheoryData<string, string> Plan() => [.. DeathsAtEveryPoint.Plan];

    [Theory]
    [MemberData(nameof(Plan))]
    public void P3_the_process_died_at_its_point_by_kill_9(string service, string point) =>
        deaths.ExitCodes[(service, point)].ShouldBe(Replica.Killed);

    [Fact]
    public void P3_every_kill_point_there_is_has_its_turn() =>
        DeathsAtEveryPoint
            .Plan.Select(death => death.Point)
            .Concat(BillRunDeaths.Points)
            .Distinct()
            .ShouldBe(KillPoint.All, ignoreOrder: true);

    [Fact]
    public async Task P3_after_all_of_them_each_case_exists_once_and_its_phone_rang_once()
    {
        deaths.Taken.Count.ShouldBeGreaterThan(DeathsAtEveryPoint.Plan.Count); // how many more, the machine decides
        await platform.EachCaseExistsOnceAndItsPhoneRangOnceAsync(deaths.Taken, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task C4_after_all_of_them_each_missed_promise_warned_once_and_breached_once()
    {
        deaths.Missed.Count.ShouldBeGreaterThan(3);
        await platform.EachOfTheseFiredOnceAsync(deaths.Missed, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task N9_after_all_of_them_each_delivery_arrived_at_least_once_under_its_own_id()
    {
        await platform.EachDeliveryIsRecordedAsync(deaths.Owed, TestContext.Current.CancellationToken);
        deaths.Partner.Taken.Keys.ShouldBe(deaths.Owed.Select(id => id.ToString()), ignoreOrder: true);
        deaths.Partner.Taken.Values.ShouldContain(
            times => times > 1,
            "the one whose answer nobody wrote down came again"
        );
    }
}
