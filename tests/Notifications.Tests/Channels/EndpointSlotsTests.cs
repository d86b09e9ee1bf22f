using System;
using System.Linq;
using System.Threading.Tasks;
using Notifications.Channels;
using Shouldly;
using Xunit;

namespace Notifications.Tests.Channels;

public sealed class EndpointSlotsTests
{
    private readonly Clock _clock = new();
    private readonly EndpointSlots _slots;

    public EndpointSlotsTests() => _slots = new(_clock);

    [Fact]
    public async Task N9_an_endpoint_is_slow_for_five_minutes_after_a_call_of_five_seconds()
    {
        await CallAsync("slow.example", EndpointSlots.Slow);
        await CallAsync("swift.example", EndpointSlots.Slow - TimeSpan.FromMilliseconds(1));

        _slots.SlowOnes().ShouldBe(["slow.example"]);
        (_slots.IsSlow("slow.example"), _slots.IsSlow("swift.example")).ShouldBe((true, false));

        _clock.Pass(TimeSpan.FromMinutes(5));
        _slots.SlowOnes().ShouldBeEmpty();
        _slots.IsSlow("slow.example").ShouldBeFalse();
    }

    [Fact]
    public async Task N9_slow_endpoints_share_a_quarter_of_the_slots_however_many_they_are()
    {
        var hosts = Enumerable.Range(0, 20).Select(n => $"n{n}.example").ToList();
        foreach (var host in hosts)
        {
            await CallAsync(host, EndpointSlots.Slow);
        }

        var release = new TaskCompletionSource();
        foreach (var host in hosts.Take(EndpointSlots.ForSlow))
        {
            _slots.FreeForSlow.ShouldBeGreaterThan(0);
            _slots.Full().ShouldBeEmpty();
            _ = _slots.TakeAsync(HangAsync(release.Task), host);
        }

        _slots.FreeForSlow.ShouldBe(0);
        _slots.Full().ShouldBe(hosts, ignoreOrder: true);
        _slots.Free.ShouldBe(32 - EndpointSlots.ForSlow);
        release.SetResult();
    }

    [Fact]
    public async Task N9_an_endpoint_whose_last_call_was_quick_is_handed_several_in_a_row()
    {
        _slots.Worth("new.example", 2).ShouldBe(2);

        await CallAsync("swift.example", EndpointSlots.Quick - TimeSpan.FromMilliseconds(1));
        _slots.Worth("swift.example", 2).ShouldBe(2 * EndpointSlots.InARow);
        _slots.QuickOnes().ShouldBe(["swift.example"]);

        await CallAsync("swift.example", EndpointSlots.Quick);
        _slots.Worth("swift.example", 2).ShouldBe(2);
        _slots.QuickOnes().ShouldBeEmpty();
    }

    private async Task CallAsync(string endpoint, TimeSpan length)
    {
        var answer = new TaskCompletionSource();
        var slot = _slots.TakeAsync(answer.Task, endpoint);
        _clock.Pass(length);
        answer.SetResult();
        await slot;
        _slots.Met(endpoint, length);
    }

    /// <summary>A task of its own for every call, as each has one.</summary>
    private static async Task HangAsync(Task release) => await release;

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += time.Ticks;
    }
}
