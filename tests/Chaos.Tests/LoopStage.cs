using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Npgsql;
using Testing;

namespace Chaos.Tests;

/// <summary>
/// The four services that the loop to a provider runs through, as processes on databases, a virtual host and an SMS gateway
/// of their own, with as many customers as there are loops.
/// </summary>
internal sealed class LoopStage : IAsyncDisposable
{
    private readonly Platform _platform;

    private LoopStage(Platform platform, string messaging, Kannel kannel) =>
        (_platform, Messaging, Kannel) = (platform, messaging, kannel);

    public string Messaging { get; }
    public Kannel Kannel { get; }
    public Replica Vas { get; private init; } = null!;
    public Replica Billing { get; private init; } = null!;
    public Replica Complaints { get; private init; } = null!;
    public Replica Notifications { get; private init; } = null!;

    /// <summary>By what the services call them.</summary>
    public IReadOnlyDictionary<string, NpgsqlDataSource> Databases { get; private init; } = null!;

    public static async Task<LoopStage> SetAsync(Platform platform, int customers)
    {
        await platform.OnlyAsync(); // nobody else: two cores
        var (billing, notifications, complaints, vas) = (
            Addresses.Free(),
            Addresses.Free(),
            Addresses.Free(),
            Addresses.Free()
        );
        var messaging = await platform.Servers.NewVirtualHostAsync();
        var kannel = await Kannel.StartAsync(inbound: notifications.Http);
        var databases = new Dictionary<string, NpgsqlDataSource>();
        foreach (var name in new[] { "billing", "notifications", "complaints", "vas" })
        {
            databases.Add(name, await platform.NewDatabaseAsync($"loops_{name}"));
        }

        Replica New(string service, Addresses at, params (string Key, string Value)[] own)
        {
            var settings = new Dictionary<string, string>();
            foreach (var (key, value) in own)
            {
                settings.Add(key, value);
            }

            return platform.NewService(service, at, $"loops_{service.ToLowerInvariant()}", messaging, settings);
        }

        var stage = new LoopStage(platform, messaging, kannel)
        {
            Databases = databases,
            Billing = New("Billing", billing),
            Complaints = New("Complaints", complaints, ("services:billing:grpc:0", billing.Grpc)),
            Notifications = New(
                "Notifications",
                notifications,
                ("services:sms-smsbox:sendsms:0", kannel.SendSms),
                ("Sms:Secret", Kannel.Secret),
                ("Sms:GatewayFolder", kannel.Folder),
                ("Sms:ReceiptBase", notifications.Http)
            ),
            Vas = New(
                "Vas",
                vas,
                ("services:billing:grpc:0", billing.Grpc),
                ("Vas:ConsentKey", Path.Combine(platform.Servers.Folder("loops-vas"), "consent-key.pem"))
            ),
        };

        // Hearers first: an event that is said to no queue is confirmed and gone.
        await stage.Notifications.MigrateAsync(seed: "none");
        await stage.Vas.MigrateAsync(seed: "none");
        await stage.Complaints.MigrateAsync(seed: "none");
        await stage.Billing.MigrateAsync(seed: $"{customers}");
        foreach (var replica in stage.All) // one after the other: two cores
        {
            await replica.StartAsync();
            await replica.SettledAsync();
        }

        return stage;
    }

    private Replica[] All => [Billing, Notifications, Complaints, Vas];

    public string Token(string role, string? subject = null, Guid? partner = null) =>
        _platform.Token(role, subject, partner);

    /// <summary>What each service said, for the message when something is missing.</summary>
    public string Output => string.Join('\n', All.Select(replica => $"{replica.Service}:\n{replica.Output}"));

    /// <summary>kill -9, and a start at once, as an orchestrator does.</summary>
    public static async Task KillAsync(Replica victim)
    {
        victim.Kill();
        await victim.DeathAsync(withinSeconds: 10);
        await victim.StartAsync();
    }

    /// <inheritdoc cref="Servers.CrashBrokerAsync"/>
    public Task KillBrokerAsync() => _platform.Servers.CrashBrokerAsync();

    public async Task<IReadOnlyList<string>> QueuesAsync() => await _platform.Servers.QueuesAsync(Messaging);

    public async Task<long> CountAsync(string database, string sql)
    {
        await using var command = Databases[database].CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Array.FindAll(All, replica => replica.IsRunning))
        {
            replica.Kill();
        }

        Kannel.Dispose();
        foreach (var database in Databases.Values)
        {
            await database.DisposeAsync();
        }
    }
}
