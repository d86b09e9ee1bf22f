using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;

namespace Chaos.Tests;

/// <summary>A case that a client was told is taken.</summary>
/// <param name="Phone">Its contact's number, no other case's.</param>
public sealed record Acknowledged(string Key, Guid Id, string CaseNumber, string Phone);

/// <summary>
/// Clients that take cases while things die. Each case has its own Idempotency-Key and is sent again, to either
/// replica, until somebody acknowledges it: what a well-behaved channel does.
/// </summary>
public sealed class Intake : IDisposable
{
    private const string Tickets = "/tmf-api/troubleTicket/v4/troubleTicket";
    private const int SteadyClients = 5;
    private static readonly TimeSpan SteadyPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromSeconds(90);

    private static int _phones;

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly IReadOnlyList<Replica> _replicas;
    private readonly ConcurrentBag<Acknowledged> _acknowledged = [];

    public Intake(Platform platform)
    {
        _replicas = platform.Complaints;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            platform.Token(Roles.Agent)
        );
    }

    /// <summary>All that was acknowledged so far.</summary>
    public IReadOnlyList<Acknowledged> Taken => [.. _acknowledged];

    /// <summary>So many cases at the same time.</summary>
    public Task OpenAsync(int count, CancellationToken ct) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => OpenAsync(ct)));

    /// <summary>
    /// A few clients, each with one case after another, until told to stop; the last ones are acknowledged, too, before
    /// it returns. Closed, so that a slow machine gets less to do and not a growing crowd.
    /// </summary>
    public Task OpenSteadilyAsync(CancellationToken until, CancellationToken ct) =>
        Task.WhenAll(
            Enumerable
                .Range(0, SteadyClients)
                .Select(async _ =>
                {
                    using var pace = new PeriodicTimer(SteadyPause);
                    while (!until.IsCancellationRequested)
                    {
                        await OpenAsync(ct);
                        await pace.WaitForNextTickAsync(ct);
                    }
                })
        );

    /// <summary>So many at once, again and again, spread evenly over a time.</summary>
    public async Task OpenInBurstsAsync(int bursts, int of, TimeSpan over, CancellationToken ct)
    {
        var open = new List<Task>();
        using var pace = new PeriodicTimer(over / bursts);
        for (var burst = 0; burst < bursts; burst++)
        {
            open.Add(OpenAsync(of, ct));
            await pace.WaitForNextTickAsync(ct);
        }

        await Task.WhenAll(open);
    }

    public void Dispose() => _http.Dispose();

    private async Task OpenAsync(CancellationToken ct)
    {
        var n = Interlocked.Increment(ref _phones);
        var (key, phone) = ($"chaos-{n}", $"139{n:00000000}");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(GivesUpAfter);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var attempt = n; ; attempt++)
        {
            if (await TryAsync(_replicas[attempt % _replicas.Count], key, phone, n, patience.Token) is { } taken)
            {
                _acknowledged.Add(taken);
                return;
            }

            await pace.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <returns>Null when nobody answered, or the answer is "not now".</returns>
    private async Task<Acknowledged?> TryAsync(Replica replica, string key, string phone, int n, CancellationToken ct)
    {
        if (!replica.IsRunning)
        {
            return null;
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(replica.Address, Tickets));
            request.Headers.Add("Idempotency-Key", key);
            request.Content = JsonContent.Create(Case(phone, n));
            using var answer = await _http.SendAsync(request, ct);
            if (!answer.IsSuccessStatusCode)
            {
                return null;
            }

            var ticket = await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
            return new(key, ticket.GetProperty("id").GetGuid(), ticket.GetProperty("caseNumber").GetString()!, phone);
        }
        catch (Exception e)
            when (e is HttpRequestException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>About one of the small operator's accounts, to be answered at a number of its own.</summary>
    private static object Case(string phone, int n) =>
        new
        {
            description = $"第 {n} 次断线",
            severity = "minor",
            ticketType = "fault",
            externalId = phone,
            contact = new { phoneNumber = phone },
            relatedEntity = new[]
            {
                new Dictionary<string, string>
                {
                    ["id"] = $"0190a000-0000-7000-8000-{n % 20 + 1:x12}",
                    ["role"] = "account",
                    ["@referredType"] = "BillingAccount",
                },
            },
        };
}
