using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Npgsql;

namespace Bench;

/// <summary>The whole platform by its own AppHost, on free ports and in a data folder that goes with it.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(10); // a seed of 20,000 customers is part of it

    private static readonly string[] Databases = ["billing", "complaints", "loyalty", "notifications", "vas"];
    private static readonly TimeSpan RestAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RestsWithin = TimeSpan.FromMinutes(15);

    private readonly string _data;
    private readonly DistributedApplication _app;

    private Stage(DistributedApplication app, string data)
    {
        _app = app;
        _data = data;
    }

    /// <param name="options">Of the AppHost, as <c>--Seed=20000</c>.</param>
    public static async Task<Stage> SetAsync(params string[] options)
    {
        // Limits per client would measure themselves: the load comes from one client.
        Environment.SetEnvironmentVariable("RateLimits__PerClientPerSecond", "1000000");
        Environment.SetEnvironmentVariable("RateLimits__Burst", "1000000");
        var data = Directory.CreateTempSubdirectory("service-platform-bench-").FullName;
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [$"--Data={data}", .. options],
            (host, _) => host.DisableDashboard = false // its telemetry is part of the cost
        );
        var app = await builder.BuildAsync();
        await app.StartAsync().WaitAsync(StartsWithin);
        string[] services = ["gateway", "billing", "complaints", "loyalty", "notifications", "vas"];
        await Task.WhenAll(
            services.Select(name => app.ResourceNotifications.WaitForResourceHealthyAsync(name).WaitAsync(StartsWithin))
        );
        return new(app, data);
    }

    /// <summary>Nothing waits to be told and nobody hears anything any more: the seed's contacts, or a round's bills.</summary>
    /// <returns>The timestamp of the last that was heard.</returns>
    public async Task<long> RestAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var (heard, since) = (-1L, began);
        while (Stopwatch.GetElapsedTime(since) < RestAfter)
        {
            if (Stopwatch.GetElapsedTime(began) > RestsWithin)
            {
                throw new TimeoutException("The platform does not come to rest.");
            }

            await Task.Delay(500);
            var (waiting, now) = (0L, 0L);
            foreach (var service in Databases)
            {
                await using var database = await DatabaseAsync(service);
                waiting += await CountAsync(database, "select count(*) from outbox");
                now += await CountAsync(database, "select count(*) from inbox");
            }

            await using var notifications = await DatabaseAsync("notifications");
            waiting += await CountAsync(
                notifications,
                """
                select (select count(*) from messages
                         where status in ('Waiting', 'Sending') and receiver is not null and due_at <= now())
                     + (select count(*) from deliveries where status in ('Waiting', 'Sending') and due_at <= now())
                """
            );

            if (waiting > 0 || now != heard)
            {
                (heard, since) = (now, Stopwatch.GetTimestamp());
            }
        }

        return since;
    }

    public Uri Address(string resource, string endpoint = "http") => _app.GetEndpoint(resource, endpoint);

    /// <summary>Nothing of it runs or listens until it is started again.</summary>
    public async Task StopAsync(string resource)
    {
        var stopped = await _app.ResourceCommands.ExecuteCommandAsync(resource, KnownResourceCommands.StopCommand);
        if (!stopped.Success)
        {
            throw new InvalidOperationException($"{resource} did not stop: {stopped.ErrorMessage}");
        }
    }

    public async Task<NpgsqlDataSource> DatabaseAsync(string name) =>
        NpgsqlDataSource.Create(await ConnectionStringAsync($"{name}-db"));

    public async Task<Uri> BrokerAsync() => new(await ConnectionStringAsync("messaging"));

    public async Task<string> ConnectionStringAsync(string resource) =>
        (await _app.GetConnectionStringAsync(resource))!;

    /// <summary>A token of a role's demo client, as ./token prints it.</summary>
    public async Task<string> TokenAsync(string role)
    {
        var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_data, "credentials.json")));
        var client = file
            .RootElement.GetProperty("clients")
            .EnumerateArray()
            .Single(c => c.GetProperty("clientId").GetString() == $"demo-{role}"); // some roles have a second person
        return await TokenAsync(
            client.GetProperty("clientId").GetString()!,
            client.GetProperty("clientSecret").GetString()!
        );
    }

    public async Task<string> TokenAsync(string clientId, string clientSecret)
    {
        using var http = new HttpClient { BaseAddress = Address("gateway") };
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = clientId,
                ["client_secret"] = clientSecret,
            }
        );
        using var answer = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
