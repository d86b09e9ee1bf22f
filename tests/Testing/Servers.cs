using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;
using Npgsql;

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

    private Servers()
    {
        _management.BaseAddress = new Uri($"http://127.0.0.1:{_managementPort}/api/");
        _management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"platform:{Password}"))
        );
    }

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

    private static async Task<Servers> StartAsync()
    {
        var servers = new Servers();
        var postgres = new ServerProcess(
            "postgres",
            servers.Folder("postgres"),
            new Dictionary<string, string>
            {
                ["PGPORT"] = $"{servers._postgresPort}",
                ["POSTGRES_PASSWORD"] = Password,
                ["POSTGRES_FAST_UNSAFE"] = "1",
            }
        );
        var broker = new ServerProcess(
            "rabbitmq",
            servers.Folder("rabbitmq"),
            new Dictionary<string, string>
            {
                ["RABBITMQ_PORT"] = $"{servers._brokerPort}",
                ["RABBITMQ_MANAGEMENT_PORT"] = $"{servers._managementPort}",
                ["RABBITMQ_USER"] = "platform",
                ["RABBITMQ_PASSWORD"] = Password,
            }
        );
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            postgres.Dispose();
            broker.Dispose();
        };
        await postgres.ReadyAsync(async () =>
        {
            await using var connection = new NpgsqlConnection($"{servers.Database("postgres")};Pooling=false");
            await connection.OpenAsync();
        });
        await broker.ReadyAsync(async () =>
            (await servers._management.GetAsync(new Uri("health/checks/virtual-hosts", UriKind.Relative)))
                .EnsureSuccessStatusCode()
                .Dispose()
        );
        return servers;
    }
}
