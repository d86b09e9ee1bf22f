using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Testing;

/// <summary>
/// One private PostgreSQL and one private RabbitMQ for a whole test run, started when the first test needs them. Each
/// service under test gets a database and each fixture a virtual host of its own.
/// </summary>
public sealed class Servers
{
    private const string Password = "for-this-run-only";

    private static readonly Lazy<Task<Servers>> Running = new(StartAsync);

    private readonly int _postgresPort = FreePort.Next();
    private readonly int _brokerPort = FreePort.Next();
    private readonly int _managementPort = FreePort.Next();
    private readonly string _folder = Directory.CreateTempSubdirectory("service-platform-tests-").FullName;
    private readonly HttpClient _management = new();
    private ServerProcess _postgres;
    private ServerProcess _broker;

    private Servers()
    {
        _management.BaseAddress = new Uri($"http://127.0.0.1:{_managementPort}/api/");
        _management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"platform:{Password}"))
        );
        _postgres = Keep(
            new ServerProcess(
                "postgres",
                Folder("postgres"),
                new Dictionary<string, string>
                {
                    ["PGPORT"] = $"{_postgresPort}",
                    ["POSTGRES_PASSWORD"] = Password,
                    ["POSTGRES_FAST_UNSAFE"] = "1",
                }
            )
        );
        _broker = Keep(
            new ServerProcess(
                "rabbitmq",
                Folder("rabbitmq"),
                new Dictionary<string, string>
                {
                    ["RABBITMQ_PORT"] = $"{_brokerPort}",
                    ["RABBITMQ_MANAGEMENT_PORT"] = $"{_managementPort}",
                    ["RABBITMQ_USER"] = "platform",
                    ["RABBITMQ_PASSWORD"] = Password,
                }
            )
        );
    }

    /// <summary>The broker's management API; its credentials are those of the address of a virtual host.</summary>
    public string Management => $"http://127.0.0.1:{_managementPort}";

    public static Task<Servers> GetAsync() => Running.Value;

    public string Database(string name) =>
        $"Host=127.0.0.1;Port={_postgresPort};Username=postgres;Password={Password};Database={name};Pooling=true";

    /// <summary>A folder of this run, removed with it.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    /// <summary>A new virtual host, and where to reach it.</summary>
    public async Task<string> NewVirtualHostAsync()
    {
        var name = $"run-{Guid.CreateVersion7():N}";
        using var created = await _management.PutAsync(new Uri($"vhosts/{name}", UriKind.Relative), content: null);
        created.EnsureSuccessStatusCode();
        return $"amqp://platform:{Password}@127.0.0.1:{_brokerPort}/{name}";
    }

    public async Task CreateDatabaseAsync(string name, string? template = null)
    {
        await using var connection = new NpgsqlConnection($"{Database("postgres")};Pooling=false");
        await connection.OpenAsync();
        var copy = template is null ? "" : $" template {template}";
        await using var command = new NpgsqlCommand($"create database {name}{copy}", connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>kill -9 of the whole database server, and a start on what it left.</summary>
    public async Task CrashPostgresAsync()
    {
        await _postgres.KillAsync();
        _postgres = Keep(_postgres.Again());
        await PostgresReadyAsync();
    }

    /// <summary>kill -9 of the broker, and a start on what it left.</summary>
    public async Task CrashBrokerAsync()
    {
        await _broker.KillAsync();
        _broker = Keep(_broker.Again());
        await BrokerReadyAsync();
    }

    /// <summary>The names of all queues of a virtual host.</summary>
    /// <param name="messaging">What <see cref="NewVirtualHostAsync"/> gave.</param>
    public async Task<IReadOnlyList<string>> QueuesAsync(string messaging)
    {
        var host = new Uri(messaging).AbsolutePath.TrimStart('/');
        var queues = await _management.GetFromJsonAsync<JsonElement>($"queues/{host}");
        return [.. queues.EnumerateArray().Select(queue => queue.GetProperty("name").GetString()!)];
    }

    /// <summary>Why the messages that lie in a consumer's <c>…_error</c> do, by their ids.</summary>
    /// <param name="messaging">What <see cref="NewVirtualHostAsync"/> gave.</param>
    /// <param name="queue">The consumer's.</param>
    public async Task<IReadOnlyList<(Guid MessageId, string Why)>> FailedAsync(string messaging, string queue)
    {
        var errors = $"{queue}_error";
        var failed = new List<(Guid, string)>();
        if (!(await QueuesAsync(messaging)).Contains(errors)) // it is only made when something is moved into it
        {
            return failed;
        }

        await using var connection = await new ConnectionFactory { Uri = new Uri(messaging) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            while (await channel.BasicGetAsync(errors, autoAck: false) is { } message) // with the channel they go back
            {
                var why = (byte[])message.BasicProperties.Headers!["MT-Fault-Message"]!;
                failed.Add((Guid.Parse(message.BasicProperties.MessageId!), Encoding.UTF8.GetString(why)));
            }
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.InternalError)
        {
            return []; // listed already, but its leader does not run yet: who waits for what failed looks again
        }

        return failed;
    }

    private static async Task<Servers> StartAsync()
    {
        var servers = new Servers();
        await servers.PostgresReadyAsync();
        await servers.BrokerReadyAsync();
        return servers;
    }

    private Task PostgresReadyAsync() =>
        _postgres.ReadyAsync(async () =>
        {
            await using var connection = new NpgsqlConnection($"{Database("postgres")};Pooling=false");
            await connection.OpenAsync();
        });

    private Task BrokerReadyAsync() =>
        _broker.ReadyAsync(async () =>
            (await _management.GetAsync(new Uri("health/checks/virtual-hosts", UriKind.Relative)))
                .EnsureSuccessStatusCode()
                .Dispose()
        );

    /// <summary>It ends with the run.</summary>
    private static ServerProcess Keep(ServerProcess server)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        return server;
    }
}
