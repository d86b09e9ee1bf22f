using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Chaos.Tests;

/// <summary>Work that nobody can be asked for from outside within seconds, put where a sweep finds it.</summary>
public static class DueWork
{
    /// <summary>
    /// The final answer of every open case is due shortly, of one after the other, so that the sweep finds some at each
    /// look. Each warns, and is missed half a second later.
    /// </summary>
    /// <returns>The cases.</returns>
    public static Task<IReadOnlyList<Guid>> LetFinalAnswersBeMissedAsync(
        this Platform platform,
        CancellationToken ct
    ) =>
        IdsAsync(
            platform.ComplaintsDb,
            """
            update promise_clocks c
               set warn_at = d.warn_at, next_at = d.warn_at, due_at = d.warn_at + interval '0.5 s'
              from (select complaint_id, now() + interval '0.4 s' * row_number() over (order by started_at) as warn_at
                      from promise_clocks
                     where kind = 'FinalAnswer' and status = 'Running'
                     order by started_at
                     limit 50) d
             where c.complaint_id = d.complaint_id and c.kind = 'FinalAnswer'
            returning c.complaint_id
            """,
            ct
        );

    /// <summary>So many deliveries as an owner asks for them.</summary>
    /// <returns>Their ids.</returns>
    public static Task<IReadOnlyList<Guid>> OweDeliveriesAsync(
        this Platform platform,
        string url,
        int count,
        CancellationToken ct
    ) =>
        IdsAsync(
            platform.NotificationsDb,
            """
            insert into deliveries (id, version, subscription_id, owner, url, endpoint, event_type, content_type, body,
                status, attempts, failures, requested_at, due_at)
            select gen_random_uuid(), 1, gen_random_uuid(), 'complaints', $1, $2, 'TroubleTicketCreateEvent',
                   'application/json', '{}', 'Waiting', 0, 0, now(), now()
              from generate_series(1, $3)
            returning id
            """,
            ct,
            url,
            new Uri(url).Authority,
            count
        );

    private static async Task<IReadOnlyList<Guid>> IdsAsync(
        NpgsqlDataSource database,
        string sql,
        CancellationToken ct,
        params object[] values
    )
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(ct))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }
}
