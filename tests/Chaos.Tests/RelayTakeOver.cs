using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using Shouldly;
using Testing;
using Xunit;

namespace Chaos.Tests;

/// <summary>P3: one relay per database is active; when its process dies, the other replica's goes on where it was.</summary>
public sealed class RelayTakeOver(Platform platform)
{
    private const int Events = 6_000;

    [Fact]
    public async Task P3_the_other_replica_publishes_the_rest_in_order_when_the_active_relay_dies()
    {
        var ct = TestContext.Current.CancellationToken;
        var (active, standby) = (platform.Complaints[0], platform.Complaints[1]);
        await platform.OnlyAsync(platform.Notifications[0], active); // alone, so the lock is its
        await platform.OnlyAsync(platform.Notifications[0], active, standby);
        await using var tap = await EventTap<ComplaintOpened>.OpenAsync(platform.Messaging);

        await SayAsync(ct);
        await Eventually.TrueAsync(() => Task.FromResult(tap.Heard.Count > 500), "the first events");
        active.Kill();
        var left = await LeftAsync(ct);
        await Eventually.TrueAsync(async () => await LeftAsync(ct) == 0, "an empty outbox");

        left.ShouldBeGreaterThan(0, "it died in the middle");
        await Eventually.TrueAsync(
            () => Task.FromResult(tap.Heard.DistinctBy(heard => heard.MessageId).Count() == Events),
            "every event"
        );
        tap.Heard.DistinctBy(heard => heard.MessageId)
            .Select(heard => heard.Event.Version)
            .ShouldBe(Enumerable.Range(1, Events).Select(n => (long)n), "each for the first time in its order");
    }

    /// <summary>Anonymous cases, which make no phone ring, numbered by their version.</summary>
    private async Task SayAsync(CancellationToken ct)
    {
        await using var command = platform.ComplaintsDb.CreateCommand(
            """
            insert into outbox (message_id, event_type, body, aggregate_id, aggregate_version, recorded_at)
            select gen_random_uuid(), $1, jsonb_build_object(
                     'ComplaintId', gen_random_uuid(), 'Version', n, 'CaseNumber', 'C-' || n, 'TicketType', 'report',
                     'Severity', 'low', 'Channel', 'letter', 'OpenedAt', now()
                   ), gen_random_uuid(), n, now()
              from generate_series(1, $2) n
             order by n
            """
        );
        command.Parameters.Add(new() { Value = typeof(ComplaintOpened).FullName! });
        command.Parameters.Add(new() { Value = Events });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<long> LeftAsync(CancellationToken ct)
    {
        await using var command = platform.ComplaintsDb.CreateCommand("select count(*) from outbox");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
