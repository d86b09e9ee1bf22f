using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using RabbitMQ.Client;

namespace Bench.ProviderLoop;

/// <summary>
/// A complaint about a provider is closed until the provider's own endpoint has the signed <c>complaint-rate.changed</c>
/// (features.md V7, V10): Complaints, broker, Vas, broker, Notifications, webhook; 50 closes a second in open loop, about the
/// seed's 20 providers in turn.
/// </summary>
internal static class ClosesBenchmark
{
    private const double PerSecond = 50;
    private const int AtOnce = 16;
    private const int Providers = 20;
    private const int SubscribersEach = 10_000;
    private const string Tickets = "/api/complaints/v1/troubleTickets";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(Results results, bool quick)
    {
        Environment.SetEnvironmentVariable("Webhooks__AllowedNetworks__0", "127.0.0.0/8");
        var window = TimeSpan.FromSeconds(quick ? 10 : 60);
        await using var receiver = await PartnerReceiver.StartAsync();
        await using var stage = await Stage.SetAsync();
        await using var connection = await new ConnectionFactory
        {
            Uri = await stage.BrokerAsync(),
        }.CreateConnectionAsync();
        using var agent = new GatewayClient(stage.Address("gateway"), await stage.TokenAsync("agent"));
        using var clerk = new GatewayClient(stage.Address("gateway"), await stage.TokenAsync("clerk"));
        await using var vas = await stage.DatabaseAsync("vas");
        await SubscribeAsync(vas);
        await RegisterAsync(stage, receiver.Address);

        var (warm, counted) = ((int)(PerSecond * WarmUp.TotalSeconds), (int)(PerSecond * window.TotalSeconds));
        var cases = await ResolvedAsync(agent, warm + counted);
        await stage.RestAsync();
        await CloseAsync(agent, vas, receiver, cases[..warm]); // until the JIT has done its work
        await stage.RestAsync();
        var floor = await BareEvent.MeasureAsync(
            clerk,
            connection,
            Enumerable.Range(1, 200).Select(ProviderLoop.Subscribers.AccountId)
        );
        var took = await CloseAsync(agent, vas, receiver, cases[warm..]);

        var heard = took.OfType<TimeSpan>().ToList();
        var (p50, p99) = (Statistics.Percentile(heard, 0.5), Statistics.Percentile(heard, 0.99));
        var bare = Statistics.Percentile(floor, 0.5);
        results.Publish(
            [
                new(
                    $"close of a complaint to the provider's endpoint, {PerSecond:N0} closes/s",
                    $"p50 {p50.TotalMilliseconds:N0} ms, p99 {p99.TotalMilliseconds:N0} ms, "
                        + $"{took.Count - heard.Count} of {took.Count:N0} not heard",
                    "p99 < 1 s",
                    $"a bare event through outbox and broker, asked to heard: p50 {bare.TotalMilliseconds:N0} ms",
                    $"{p99 / bare:0.0} ×"
                ),
            ],
            new
            {
                perSecond = PerSecond,
                closes = took.Count,
                notHeard = took.Count - heard.Count,
                p50 = p50.TotalMilliseconds,
                p99 = p99.TotalMilliseconds,
                max = Statistics.Percentile(heard, 1).TotalMilliseconds,
                p99OfEachTenSeconds = took.Chunk((int)(10 * PerSecond))
                    .Select(some => Statistics.Percentile([.. some.OfType<TimeSpan>()], 0.99).TotalMilliseconds),
                eventThroughOutboxAndBroker = new
                {
                    p50 = bare.TotalMilliseconds,
                    p99 = Statistics.Percentile(floor, 0.99).TotalMilliseconds,
                },
            }
        );
    }

    /// <summary>So many that a rate is reckoned, and that each further complaint moves it: subscribers since last month.</summary>
    private static async Task SubscribeAsync(NpgsqlDataSource vas)
    {
        await using var rows = vas.CreateCommand(
            """
            insert into vas_subscriptions (id, version, service_id, provider_id, account_id, line_id, service_number, status,
                                           price, currency, period, requested_at, confirmed_at, last_active_on)
            select gen_random_uuid(), 2, s.id, s.provider_id, gen_random_uuid(), gen_random_uuid(), '137' || n, 'Active', 5,
                   'CNY', 'Month', now() - interval '40 days', now() - interval '40 days', current_date
              from generate_series(1, $1) n cross join vas_services s
             where s.id = any($2)
            """
        );
        rows.Parameters.Add(new() { Value = SubscribersEach });
        rows.Parameters.Add(
            new()
            {
                Value = Enumerable
                    .Range(1, Providers)
                    .Select(p => Guid.Parse(ProviderLoop.Subscribers.ServiceId(1, p)))
                    .ToArray(),
            }
        );
        await rows.ExecuteNonQueryAsync();
        await using var settle = vas.CreateCommand("vacuum (analyze) vas_subscriptions"); // or it happens in the middle
        await settle.ExecuteNonQueryAsync();
    }

    /// <summary>Each provider registers an endpoint with credentials of its own.</summary>
    private static async Task RegisterAsync(Stage stage, Uri receiver)
    {
        using var ops = new GatewayClient(stage.Address("gateway"), await stage.TokenAsync("ops"));
        for (var p = 1; p <= Providers; p++)
        {
            var given = await ops.PostAsync(
                "/api/platform/v1/partnerClients",
                new { partner = ProviderLoop.Subscribers.ProviderId(p) }
            );
            var token = await stage.TokenAsync(given.Text("clientId"), given.Text("clientSecret"));
            using var partner = new GatewayClient(stage.Address("gateway"), token);
            await partner.PostAsync("/api/vas/v1/partnerEndpoints", new { url = new Uri(receiver, $"/{p}") });
        }
    }

    /// <summary>Cases about the providers that were found to be their fault and answered; only the call is still to be made.</summary>
    private static async Task<List<string>> ResolvedAsync(GatewayClient agent, int count)
    {
        var ids = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(1, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (n, _) =>
            {
                var made = await agent.PostAsync(
                    "/tmf-api/troubleTicket/v4/troubleTicket",
                    new
                    {
                        description = "没有订过这个业务，被扣了钱",
                        severity = "major",
                        ticketType = "complaint",
                        nature = "forcedSubscription",
                        relatedEntity = new[]
                        {
                            Entity(ProviderLoop.Subscribers.AccountId(1 + (n % 1_000)), "account", "BillingAccount"),
                            Entity(
                                ProviderLoop.Subscribers.ServiceId(1, 1 + (n % Providers)),
                                "service",
                                "ProductOffering"
                            ),
                        },
                    }
                );
                var id = made.Text("id");
                await agent.PostAsync($"{Tickets}/{id}/start", new { });
                await agent.PostAsync(
                    $"{Tickets}/{id}/findings",
                    new
                    {
                        isUpheld = true,
                        responsible = "provider",
                        cause = "没有二次确认",
                    }
                );
                await agent.PostAsync($"{Tickets}/{id}/results", new { result = "已退订并退费" });
                await agent.PatchAsync(
                    $"/tmf-api/troubleTicket/v4/troubleTicket/{id}",
                    new { status = "resolved", statusChangeReason = "已退费" }
                );
                ids.Add(id);
            }
        );
        return [.. ids];
    }

    private static Dictionary<string, string> Entity(string id, string role, string type) =>
        new()
        {
            ["id"] = id,
            ["role"] = role,
            ["@referredType"] = type,
        };

    /// <returns>
    /// From each close's answer to its event at the receiver, in the order of the closes; null for those that were not heard in
    /// time.
    /// </returns>
    private static async Task<List<TimeSpan?>> CloseAsync(
        GatewayClient agent,
        NpgsqlDataSource vas,
        PartnerReceiver receiver,
        List<string> cases
    )
    {
        var closed = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var next = -1;
        await Load.OpenAsync(
            PerSecond,
            TimeSpan.FromSeconds(cases.Count / PerSecond),
            async () =>
            {
                var answer = await agent.PostAsync(
                    $"{Tickets}/{cases[Interlocked.Increment(ref next)]}/callbacks",
                    new
                    {
                        outcome = "answered",
                        isSatisfied = true,
                        score = 5,
                    }
                );
                if (answer.Text("status") != "closed")
                {
                    throw new IOException($"A case did not close: {answer.Body}");
                }

                closed[answer.TraceId] = Stopwatch.GetTimestamp();
            }
        );
        await Task.Delay(Patience);
        var events = await EventsAsync(vas);
        return
        [
            .. closed
                .OrderBy(it => it.Value)
                .Select(it =>
                    events[it.Key].Min(receiver.Of) is { } at
                        ? Stopwatch.GetElapsedTime(it.Value, Math.Max(at, it.Value)) // some are heard before the answer is
                        : (TimeSpan?)null
                ),
        ];
    }

    /// <summary>Partners are not shown our traces; Vas knows of which each event is.</summary>
    private static async Task<ILookup<string, Guid>> EventsAsync(NpgsqlDataSource vas)
    {
        await using var all = vas.CreateCommand(
            "select substr(traceparent, 4, 32), event_id from partner_events where type = 'complaint-rate.changed'"
        );
        await using var row = await all.ExecuteReaderAsync();
        var events = new List<(string Trace, Guid Id)>();
        while (await row.ReadAsync())
        {
            events.Add((row.GetString(0), row.GetGuid(1)));
        }

        return events.ToLookup(it => it.Trace, it => it.Id);
    }
}
