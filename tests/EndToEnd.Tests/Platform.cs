using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(EndToEnd.Tests.Platform))]

// One platform for all, and some tests kill parts of it: one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: TestCollectionOrderer(typeof(EndToEnd.Tests.MonthsInOrder))]

namespace EndToEnd.Tests;

/// <summary>The whole platform as ./run starts it, by its own AppHost, on free ports and in a folder of its own.</summary>
public sealed class Platform : IAsyncLifetime
{
    public const string Tickets = "/tmf-api/troubleTicket/v4/troubleTicket";
    public const string Messages = "/tmf-api/communicationManagement/v4/communicationMessage";
    public const string Accounts = "/api/billing/v1/accounts";

    /// <summary>The operator's time zone, which has no summer time.</summary>
    public static readonly TimeSpan China = TimeSpan.FromHours(8);

    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(3);

    private readonly string _data = Directory.CreateTempSubdirectory("service-platform-e2e-").FullName;
    private DistributedApplication _app = null!;

    public DistributedApplication App => _app;

    public async ValueTask InitializeAsync()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [$"--Data={_data}", "--Seed=40", "--SimulatedClock=true"],
            (options, _) => options.DisableDashboard = false
        );
        _app = await builder.BuildAsync();
        await _app.StartAsync().WaitAsync(StartsWithin);
        await Task.WhenAll(
            new[] { "gateway", "billing", "complaints", "loyalty", "notifications", "vas", "simulators" }.Select(
                HealthyAsync
            )
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    public Task HealthyAsync(string resource) =>
        _app.ResourceNotifications.WaitForResourceHealthyAsync(resource).WaitAsync(StartsWithin);

    /// <summary>A client of the gateway with the token of a demo client.</summary>
    /// <param name="person">A role, or <c>finance-2</c> for a second person of it.</param>
    public async Task<HttpClient> AsAsync(string person)
    {
        var credentials = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_data, "credentials.json")));
        var demo = credentials
            .RootElement.GetProperty("clients")
            .EnumerateArray()
            .Single(client => client.GetProperty("clientId").GetString() == $"demo-{person}");
        return await AsClientAsync(
            demo.GetProperty("clientId").GetString()!,
            demo.GetProperty("clientSecret").GetString()!
        );
    }

    /// <summary>A client of the gateway with the token of any client.</summary>
    public async Task<HttpClient> AsClientAsync(string id, string secret)
    {
        var gateway = _app.CreateHttpClient("gateway", "http");
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = id,
                ["client_secret"] = secret,
            }
        );
        using var answer = await gateway.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        gateway.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return gateway;
    }

    public async Task<DateTimeOffset> BusinessTimeAsync(CancellationToken ct)
    {
        using var ops = await AsAsync("ops");
        var time = await ops.GetFromJsonAsync<JsonElement>("/api/platform/v1/businessTime", ct);
        return time.GetProperty("businessTime").GetDateTimeOffset().ToOffset(China);
    }

    /// <summary>Business time goes on to then, unless it is past already.</summary>
    public async Task GoOnToAsync(DateTimeOffset moment, CancellationToken ct)
    {
        using var ops = await AsAsync("ops");
        var hours = (decimal)(moment - await BusinessTimeAsync(ct)).Ticks / TimeSpan.TicksPerHour;
        if (hours > 0.001m)
        {
            using var moved = await ops.PostAsJsonAsync(
                "/api/platform/v1/businessTime",
                new { hours = decimal.Round(hours, 6) },
                ct
            );
            moved.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Nine in the morning, so that no reminder waits for the end of the night.</summary>
    public async Task<DateTimeOffset> BeginInTheMorningAsync(CancellationToken ct)
    {
        var now = await BusinessTimeAsync(ct);
        var morning = new DateTimeOffset(now.Year, now.Month, now.Day, 9, 0, 0, China);
        await GoOnToAsync(now.Hour is >= 9 and < 20 ? now : morning.AddDays(now.Hour >= 9 ? 1 : 0), ct);
        return await BusinessTimeAsync(ct);
    }

    /// <summary>What a customer's phone has got so far.</summary>
    public IReadOnlyList<string> Phone(string number)
    {
        var log = Path.Combine(_data, "kannel", "phones.log");
        return File.Exists(log)
            ? [.. File.ReadAllLines(log).Where(line => line.Contains($"SMS to {number} ", StringComparison.Ordinal))]
            : [];
    }

    /// <summary>Answers as the customer's phone: a text through the SMS centre, Kannel and all that follows.</summary>
    public Task SendFromPhoneAsync(string number, string to, string text) =>
        Kannel.SendFromPhoneAsync(Path.Combine(_data, "kannel"), number, to, text);

    /// <summary>The dashboard's own API, with its key.</summary>
    public HttpClient Dashboard(bool withKey = true)
    {
        var client = new HttpClient { BaseAddress = _app.GetEndpoint("aspire-dashboard", "http") };
        if (withKey)
        {
            var key = _app.Services.GetRequiredService<IConfiguration>()["AppHost:DashboardApiKey"];
            client.DefaultRequestHeaders.Add("x-api-key", key);
        }

        return client;
    }

    /// <summary>Kills a process with -9 and waits until the orchestrator has seen it.</summary>
    public async Task KillAsync(string resource)
    {
        if (!_app.ResourceNotifications.TryGetCurrentState(resource, out var running))
        {
            throw new InvalidOperationException($"There is no {resource}.");
        }

        var pid = running.Snapshot.Properties.Single(property => property.Name == "executable.pid").Value;
        using var process = Process.GetProcessById(Convert.ToInt32(pid, CultureInfo.InvariantCulture));
        process.Kill(entireProcessTree: true);
        await _app
            .ResourceNotifications.WaitForResourceAsync(resource, KnownResourceStates.TerminalStates)
            .WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Starts a dead process again, as the dashboard's button does.</summary>
    public async Task StartAsync(string resource)
    {
        var started = await _app.ResourceCommands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand);
        if (!started.Success)
        {
            throw new InvalidOperationException($"{resource} did not start: {started.ErrorMessage}");
        }

        await HealthyAsync(resource);
    }
}
