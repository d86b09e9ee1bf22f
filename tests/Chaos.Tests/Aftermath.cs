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

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
