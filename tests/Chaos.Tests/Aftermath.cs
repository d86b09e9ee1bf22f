using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using Shouldly;
using Testing;

namespace Chaos.Tests;

/// <summary>Counts what went in and what came out, once everything that is still on its way has arrived.</summary>
public static class Aftermath
{
    /// <summary>A sender that died leaves its claim standing for 15 s; Kannel repeats a receipt every 5 s.</summary>
    private const int SettlesWithin = 60;

    public static async Task EachCaseExistsOnceAndItsPhoneRangOnceAsync(
        this Platform platform,
        IReadOnlyList<Acknowledged> taken,
        CancellationToken ct
    )
    {
        var phones = taken.Select(c => c.Phone).ToHashSet();
        await Eventually.TrueAsync(
            () => IsQuietAsync(platform, phones, ct),
            "an empty outbox and every receipt",
            SettlesWithin
        );

        taken.Select(c => c.Id).ShouldBeUnique();
        (await CasesAsync(platform, phones, ct)).ShouldBe(
            taken.Select(c => (c.Phone, c.CaseNumber)),
            ignoreOrder: true,
            "every acknowledged case exists once, as it was acknowledged"
        );

        var rang = Rang(platform, phones);
        taken
            .Where(c => rang[c.Phone].Count() != 1)
            .Select(c => $"{c.Phone}: {rang[c.Phone].Count()} SMS")
            .ShouldBeEmpty();
        taken.ShouldAllBe(c => rang[c.Phone].Single().Contains(c.CaseNumber));

        (await platform.Servers.QueuesAsync(platform.Messaging)).ShouldNotContain(name => name.EndsWith("_error"));
    }

    /// <summary>One warning and one breach of the final answer stand in the history of each.</summary>
    public static async Task EachOfTheseFiredOnceAsync(
        this Platform platform,
        IReadOnlyList<Guid> missed,
        CancellationToken ct
    )
    {
        await Eventually.TrueAsync(
            async () =>
                await CountAsync(
                    platform.ComplaintsDb,
                    """
                    select count(*) from promise_clocks
                     where complaint_id = any($1) and kind = 'FinalAnswer' and next_at is not null
                    """,
                    ct,
                    missed
                ) == 0,
            "every clock fired",
            SettlesWithin
        );
        foreach (var alarm in (string[])["warn", "breach"])
        {
            (await AlarmsAsync(platform, alarm, missed, ct)).ShouldBe(missed, ignoreOrder: true, alarm);
        }
    }

    /// <summary>A sender that died leaves its claim on a delivery standing for 60 s.</summary>
    public static Task EachDeliveryIsRecordedAsync(
        this Platform platform,
        IReadOnlyList<Guid> owed,
        CancellationToken ct
    ) =>
        Eventually.TrueAsync(
            async () =>
                await CountAsync(
                    platform.NotificationsDb,
                    "select count(*) from deliveries where id = any($1) and status = 'Delivered'",
                    ct,
                    owed
                ) == owed.Count,
            "every delivery recorded",
            SettlesWithin + 60
        );

    /// <summary>The cases of these for which the alarm is on record, as often as it is.</summary>
    private static async Task<List<Guid>> AlarmsAsync(
        Platform platform,
        string alarm,
        IReadOnlyList<Guid> missed,
        CancellationToken ct
    )
    {
        await using var command = platform.ComplaintsDb.CreateCommand(
            """
            select complaint_id from complaint_history
             where complaint_id = any($1) and what = $2 and why = 'finalAnswer'
            """
        );
        command.Parameters.Add(new() { Value = missed.ToArray() });
        command.Parameters.Add(new() { Value = alarm });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var cases = new List<Guid>();
        while (await reader.ReadAsync(ct))
        {
            cases.Add(reader.GetGuid(0));
        }

        return cases;
    }

    /// <summary>Nothing is left that could still make a phone ring: no event, no message without its final receipt.</summary>
    private static async Task<bool> IsQuietAsync(Platform platform, HashSet<string> phones, CancellationToken ct) =>
        await CountAsync(platform.ComplaintsDb, "select count(*) from outbox", ct) == 0
        && await CountAsync(platform.NotificationsDb, "select count(*) from outbox", ct) == 0
        && await CountAsync(
            platform.ComplaintsDb,
            "select count(*) from complaints where account_check = 'Unverified'",
            ct
        ) == 0
        && await CountAsync(platform.NotificationsDb, "select count(*) from messages where status <> 'Delivered'", ct)
            == 0
        && Rang(platform, phones).Count == phones.Count;

    private static async Task<List<(string, string)>> CasesAsync(
        Platform platform,
        HashSet<string> phones,
        CancellationToken ct
    )
    {
        await using var command = platform.ComplaintsDb.CreateCommand(
            "select contact_phone, case_number from complaints"
        );
        await using var reader = await command.ExecuteReaderAsync(ct);
        var cases = new List<(string, string)>();
        while (await reader.ReadAsync(ct))
        {
            if (phones.Contains(reader.GetString(0)))
            {
                cases.Add((reader.GetString(0), reader.GetString(1)));
            }
        }

        return cases;
    }

    /// <summary>What came out at the fake centre, by phone: lines like <c>2026-11-21T… SMS to 139… from 10086: …</c>.</summary>
    private static ILookup<string, string> Rang(Platform platform, HashSet<string> phones)
    {
        var log = Path.Combine(platform.Kannel.Folder, "phones.log");
        return (File.Exists(log) ? File.ReadAllLines(log) : [])
            .Select(line => (Phone: line.Split(' ', 6)[3], Line: line))
            .Where(sms => phones.Contains(sms.Phone))
            .ToLookup(sms => sms.Phone, sms => sms.Line);
    }

    /// <param name="among">The statement's <c>$1</c>, where it has one.</param>
    private static async Task<long> CountAsync(
        NpgsqlDataSource database,
        string sql,
        CancellationToken ct,
        IReadOnlyList<Guid>? among = null
    )
    {
        await using var command = database.CreateCommand(sql);
        if (among is not null)
        {
            command.Parameters.Add(new() { Value = among.ToArray() });
        }

        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
