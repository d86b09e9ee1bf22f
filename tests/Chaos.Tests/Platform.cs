using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Npgsql;
using Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(Chaos.Tests.Platform))]

// One platform for all, and every test kills parts of it: one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Chaos.Tests;

/// <summary>
/// The platform as processes: the services' own binaries, two replicas of those that are killed, on a real PostgreSQL,
/// RabbitMQ and Kannel that live as long as the run. EndToEnd.Tests kill under the real AppHost; here a process is
/// back within two seconds, so that every kill point gets its turn.
/// </summary>
public sealed class Platform : IAsyncLifetime
{
    private TestIssuer _issuer = null!;

    public Servers Servers { get; private set; } = null!;

    public Kannel Kannel { get; private set; } = null!;

    /// <summary>The broker's virtual host.</summary>
    public string Messaging { get; private set; } = "";

    public Replica Billing { get; private set; } = null!;

    public IReadOnlyList<Replica> Complaints { get; private set; } = [];

    public IReadOnlyList<Replica> Notifications { get; private set; } = [];

    public NpgsqlDataSource ComplaintsDb { get; private set; } = null!;

    public NpgsqlDataSource NotificationsDb { get; private set; } = null!;

    public IEnumerable<Replica> All => [Billing, .. Complaints, .. Notifications];

    public async ValueTask InitializeAsync()
    {
        Servers = await Servers.GetAsync();
        _issuer = await TestIssuer.StartAsync();
        Kannel = await Kannel.StartAsync();
        Messaging = await Servers.NewVirtualHostAsync();
        ComplaintsDb = await NewDatabaseAsync("complaints");
        NotificationsDb = await NewDatabaseAsync("notifications");
        await (await NewDatabaseAsync("billing")).DisposeAsync();

        var billing = Addresses.Free();
        Billing = new("Billing", billing, Settings("billing"));
        Complaints = [.. Two("Complaints", () => new() { ["services:billing:grpc:0"] = billing.Grpc })];
        Notifications =
        [
            .. Two(
                "Notifications",
                () =>
                    new()
                    {
                        ["services:sms-smsbox:sendsms:0"] = Kannel.SendSms,
                        ["Sms:Secret"] = Kannel.Secret,
                        ["Sms:GatewayFolder"] = Kannel.Folder,
                    }
            ),
        ];

        // Hearers first: an event that is said to no queue is confirmed and gone.
        await Notifications[0].MigrateAsync(seed: "none");
        await Task.WhenAll(Complaints[0].MigrateAsync(seed: "none"), Billing.MigrateAsync(seed: "20"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in All.Where(replica => replica.IsRunning))
        {
            replica.Kill();
        }

        Kannel.Dispose();
        await ComplaintsDb.DisposeAsync();
        await NotificationsDb.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    /// <summary>A process of Billing beside the platform's, on a database and a virtual host of its own.</summary>
    /// <param name="businessTime">File of the business clock; null for the system's time.</param>
    public Replica NewBilling(string database, string messaging, string? businessTime = null)
    {
        var settings = Settings(database);
        settings["ConnectionStrings:messaging"] = messaging;
        settings["BillRuns:Portion"] = "50";
        if (businessTime is not null)
        {
            settings["BusinessTime:File"] = businessTime;
        }

        return new("Billing", Addresses.Free(), settings);
    }

    /// <summary>A process of any service beside the platform's, on a database and a virtual host of its own.</summary>
    public Replica NewService(
        string service,
        Addresses addresses,
        string database,
        string messaging,
        IReadOnlyDictionary<string, string> own
    )
    {
        var settings = Settings(database);
        settings["ConnectionStrings:messaging"] = messaging;
        foreach (var (key, value) in own)
        {
            settings[key] = value;
        }

        return new(service, addresses, settings);
    }

    public string Token(string role, string? subject = null, Guid? partner = null) =>
        _issuer.Token(role, subject: subject, partner: partner);

    /// <summary>Exactly these processes run and are healthy; every other one is killed.</summary>
    public async Task OnlyAsync(params Replica[] wanted)
    {
        foreach (var unwanted in All.Except(wanted).Where(replica => replica.IsRunning))
        {
            unwanted.Kill();
            await unwanted.DeathAsync(withinSeconds: 10);
        }

        await Task.WhenAll(wanted.Where(replica => !replica.IsRunning).Select(replica => replica.StartAsync()));
        await Task.WhenAll(wanted.Select(replica => replica.SettledAsync()));
    }

    /// <summary>
    /// The shared PostgreSQL skips waiting for the disk. Whoever kills it needs real commits; the kernel keeps what was
    /// written when a process dies, so fsync itself would prove nothing more.
    /// </summary>
    public async Task<NpgsqlDataSource> NewDatabaseAsync(string name)
    {
        await Servers.CreateDatabaseAsync(name);
        var database = NpgsqlDataSource.Create($"{Servers.Database(name)};Pooling=false"); // it outlives its server
        await using var durable = database.CreateCommand($"alter database {name} set synchronous_commit = on");
        await durable.ExecuteNonQueryAsync();
        return database;
    }

    private IEnumerable<Replica> Two(string service, Func<Dictionary<string, string>> own)
    {
        for (var i = 0; i < 2; i++)
        {
            var addresses = Addresses.Free();
            var settings = Settings(service.ToLowerInvariant());
            foreach (var (key, value) in own())
            {
                settings[key] = value;
            }

            settings["Sms:ReceiptBase"] = addresses.Http;
            yield return new Replica(service, addresses, settings);
        }
    }

    private Dictionary<string, string> Settings(string database) =>
        new()
        {
            ["ConnectionStrings:database"] = Servers.Database(database),
            ["ConnectionStrings:messaging"] = Messaging,
            ["services:gateway:http:0"] = _issuer.Address,
            ["Auth:ServiceSecret"] = "for-this-run-only",
            ["Webhooks:Key"] = "for-this-run-only-for-this-run-only",
            ["Webhooks:AllowedNetworks:0"] = "127.0.0.0/8", // the tests' partner
        };
}
