using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Complaints.Contracts.Events.V1;
using Npgsql;
using RabbitMQ.Client;

namespace Bench.Events;

/// <summary>
/// The outbox relay, from rows that stand in the outbox to rows that the broker confirmed and the relay removed, in the
/// running Complaints service; beside it RabbitMQ's own confirmed publish rate, in turns.
/// </summary>
internal static class EventsBenchmark
{
    private const string HearersQueue = "notifications-acknowledge-case-when-complaint-opened";

    /// <summary>The relay's batch: so many are in flight at once, in both.</summary>
    private const int Window = 1_000;

    public static async Task RunAsync(Results results, bool quick)
    {
        var (rounds, events) = quick ? (3, 10_000) : (7, 40_000);
        await using var stage = await Stage.SetAsync();
        await stage.StopAsync("notifications"); // its queue stays and fills; what is measured is the way there
        await using var database = await stage.DatabaseAsync("complaints");
        var factory = new ConnectionFactory { Uri = await stage.BrokerAsync() };
        await using var connection = await factory.CreateConnectionAsync();
        await using var hearers = await connection.CreateChannelAsync();
        await using var plain = await PlainPublisher.OpenAsync(connection);

        for (var i = 0; i < 3; i++)
        {
            await RelayAsync(database, events); // until the JIT has done its work
        }

        var bodyBytes = (await hearers.BasicGetAsync(HearersQueue, autoAck: true))!.Body.Length;
        await plain.MeasureAsync(events / 2, bodyBytes, Window);

        var (ours, limit) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            await hearers.QueuePurgeAsync(HearersQueue);
            ours.Add(await RelayAsync(database, events));
            limit.Add(await plain.MeasureAsync(events, bodyBytes, Window));
            Console.WriteLine($"  round {round + 1}: relay {ours[^1]:N0}/s, plain publish {limit[^1]:N0}/s");
        }

        var (rate, most) = (Statistics.Median(ours), Statistics.Median(limit));
        results.Publish(
            [
                new(
                    "outbox relay, row to confirm",
                    $"{rate:N0} events/s",
                    "≥ 5,000/s",
                    $"RabbitMQ's own confirmed publish: {most:N0}/s",
                    $"{rate / most:P0}"
                ),
            ],
            new
            {
                events,
                bodyBytes,
                window = Window,
                relayPerSecond = ours,
                plainPerSecond = limit,
            }
        );
    }

    /// <returns>Events per second, from the commit of the rows to the empty outbox.</returns>
    private static async Task<double> RelayAsync(NpgsqlDataSource database, int events)
    {
        await using var rows = database.CreateCommand(
            """
            insert into outbox (message_id, event_type, body, aggregate_id, aggregate_version, traceparent, recorded_at)
            select gen_random_uuid(), $1, jsonb_build_object(
                     'ComplaintId', gen_random_uuid(), 'Version', 1, 'CaseNumber', 'C-20261121-' || n,
                     'TicketType', 'report', 'Severity', 'low', 'Channel', 'letter',
                     'AccountId', null, 'ContactPhone', null, 'ContactLanguage', null, 'OpenedAt', now()
                   ), gen_random_uuid(), 1,
                   '00-' || md5(n::text) || '-' || left(md5(n::text), 16) || '-01', now()
              from generate_series(1, $2) n
             order by n
            """
        );
        rows.Parameters.Add(new() { Value = typeof(ComplaintOpened).FullName! });
        rows.Parameters.Add(new() { Value = events });
        await rows.ExecuteNonQueryAsync();
        var began = TimeProvider.System.GetTimestamp();
        await using var left = database.CreateCommand("select exists (select from outbox)");
        while ((bool)(await left.ExecuteScalarAsync())!)
        {
            await Task.Delay(20);
        }

        return events / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }
}
