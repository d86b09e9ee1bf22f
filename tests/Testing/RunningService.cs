using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;
using Npgsql;

namespace Testing;

/// <summary>
/// A service as it runs in production: its own Program and registrations, real Kestrel ports, a real database cloned
/// from a migrated template, a real broker.
/// </summary>
/// <typeparam name="TOfService">Any public type of the service's assembly.</typeparam>
public sealed class RunningService<TOfService> : IAsyncDisposable
    where TOfService : class
{
    /// <summary>The platform's webhook key, from which every subscription's secret is derived.</summary>
    public const string WebhookKey = "for-this-run-only-and-32-characters-long";

    private readonly HostFactory<TOfService> _factory;
    private readonly TestIssuer _issuer;
    private readonly Dictionary<string, string> _settings;

    private RunningService(
        HostFactory<TOfService> factory,
        TestIssuer issuer,
        Dictionary<string, string> settings,
        Addresses addresses
    )
    {
        _factory = factory;
        _issuer = issuer;
        _settings = settings;
        Database = NpgsqlDataSource.Create(settings["ConnectionStrings:database"]);
        Addresses = addresses;
    }

    public NpgsqlDataSource Database { get; }

    public Addresses Addresses { get; }

    public IServiceProvider Services => _factory.Services;

    /// <param name="issuer">Whose tokens it trusts.</param>
    /// <param name="messaging">Its broker's virtual host.</param>
    /// <param name="settings">Further configuration, e.g. the addresses of neighbours.</param>
    /// <param name="seed">none or small: what `migrate` puts into an empty database.</param>
    /// <param name="addresses">Where it listens; free ports unless given.</param>
    public static async Task<RunningService<TOfService>> StartAsync(
        TestIssuer issuer,
        string messaging,
        IReadOnlyDictionary<string, string>? settings = null,
        string seed = "none",
        Addresses? addresses = null
    )
    {
        addresses ??= Addresses.Free();
        var servers = await Servers.GetAsync();
        var database = await MigratedDatabase<TOfService>.CloneAsync(
            servers,
            messaging,
            seed,
            settings ?? new Dictionary<string, string>()
        );
        var all = new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
        {
            ["ConnectionStrings:database"] = database,
            ["ConnectionStrings:messaging"] = messaging,
            ["services:gateway:http:0"] = issuer.Address,
            ["Auth:ServiceSecret"] = "for-this-run-only",
            ["Webhooks:Key"] = WebhookKey,
            ["Kestrel:Endpoints:http:Url"] = addresses.Http,
            ["Kestrel:Endpoints:grpc:Url"] = addresses.Grpc,
        };
        return Start(issuer, all, addresses);
    }

    /// <summary>A second process of the same service: same database, same broker, other ports.</summary>
    public RunningService<TOfService> StartReplica()
    {
        var addresses = Addresses.Free();
        var settings = new Dictionary<string, string>(_settings)
        {
            ["Kestrel:Endpoints:http:Url"] = addresses.Http,
            ["Kestrel:Endpoints:grpc:Url"] = addresses.Grpc,
        };
        return Start(_issuer, settings, addresses);
    }

    /// <summary>A client without a token.</summary>
    public HttpClient Anonymous() =>
        // The test is in the same process and no part of the trace: an unsampled parent would switch tracing off.
        new(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = new Uri(Addresses.Http) };

    /// <summary>A client with a token of this role.</summary>
    public HttpClient As(
        string role,
        Guid? account = null,
        string? subject = null,
        string? unit = null,
        Guid? partner = null
    )
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            _issuer.Token(role, account, subject, unit, partner)
        );
        return client;
    }

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    private static RunningService<TOfService> Start(
        TestIssuer issuer,
        Dictionary<string, string> settings,
        Addresses addresses
    )
    {
        var factory = new HostFactory<TOfService>(settings);
        factory.StartServer();
        return new(factory, issuer, settings, addresses);
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await Database.DisposeAsync();
    }
}

/// <summary>Where a service listens: HTTP/1.1 and gRPC cannot share a cleartext port.</summary>
public sealed record Addresses(string Http, string Grpc)
{
    public static Addresses Free() => new($"http://127.0.0.1:{FreePort.Next()}", $"http://127.0.0.1:{FreePort.Next()}");
}
