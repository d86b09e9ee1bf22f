using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Testing;

namespace Chaos.Tests;

/// <summary>
/// Loops of one service, one a customer, all open at once (issue 5): asked for, confirmed by SMS, charged, complained of, paid
/// back, found to be the provider's fault, called back and closed.
/// </summary>
internal sealed class ProviderLoops(LoopStage stage, PersistentCaller caller, Guid provider, Guid service)
{
    public const decimal Price = 8.00m;
    private const int StepsOfLoop = 6;
    private const string Cases = "/api/complaints/v1/troubleTickets";
    private static readonly TimeSpan SaysAgainAfter = TimeSpan.FromSeconds(15);

    private readonly ConcurrentBag<TimeSpan> _took = [];
    private int _steps;

    /// <summary>How long each loop took, of those that are through.</summary>
    public IReadOnlyList<TimeSpan> Took => [.. _took];

    public Guid Service => service;

    /// <summary>Finance lets a provider in with so many services, each by two persons.</summary>
    public static async Task<(Guid Provider, IReadOnlyList<Guid> Services)> LetInAsync(
        LoopStage stage,
        PersistentCaller caller,
        int services,
        CancellationToken ct
    )
    {
        var (first, second) = (stage.Token(Roles.Finance, "finance-1"), stage.Token(Roles.Finance, "finance-2"));
        Task<JsonElement> PostAsync(string token, string path, object body) =>
            caller.AskAsync(HttpMethod.Post, stage.Vas, path, token, body, key: null, ct);

        var provider = await PostAsync(
            first,
            "/api/vas/v1/providers",
            new
            {
                nameZh = "晨光音乐",
                nameEn = "Dawn Music",
                licence = "B2-20269001",
                contractNumber = "HT-2026-901",
                hotline = "4006690001",
            }
        );
        await PostAsync(second, $"{Text(provider, "href")}/approval", new { });
        var ids = new List<Guid>();
        for (var k = 1; k <= services; k++)
        {
            var proposed = await PostAsync(
                first,
                "/api/vas/v1/services",
                new
                {
                    providerId = Text(provider, "id"),
                    nameZh = $"晨光包月{k}",
                    nameEn = $"Dawn monthly {k}",
                    accessCode = $"1066900{k}",
                    price = Price,
                    period = "month",
                }
            );
            await PostAsync(second, $"{Text(proposed, "href")}/approval", new { });
            ids.Add(proposed.GetProperty("id").GetGuid());
        }

        return (provider.GetProperty("id").GetGuid(), ids);
    }

    public Task RunAsync(int count, CancellationToken ct) =>
        Task.WhenAll(Enumerable.Range(1, count).Select(n => LoopAsync(n, ct)));

    /// <summary>Until this share of all steps of so many loops is done.</summary>
    public Task ReachedAsync(double share, int count, int withinSeconds) =>
        Eventually.TrueAsync(
            () => Task.FromResult(Volatile.Read(ref _steps) >= share * count * StepsOfLoop),
            $"{share:P0} of the steps of {count} loops",
            withinSeconds
        );

    private async Task LoopAsync(int n, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        var agent = stage.Token(Roles.Agent, $"agent-{service}-{n}");
        var subscription = await SubscribeAsync(n, agent, ct);
        await ChargeAsync(subscription, ct);
        var ticket = await ComplainAsync(n, agent, ct);
        await CompensateAsync(ticket, agent, ct);
        await SettleAsync(ticket, agent, ct);
        _took.Add(TimeProvider.System.GetElapsedTime(began));
    }

    private async Task<JsonElement> SubscribeAsync(int n, string agent, CancellationToken ct)
    {
        var asked = await caller.AskAsync(
            HttpMethod.Post,
            stage.Vas,
            "/api/vas/v1/subscriptions",
            agent,
            new
            {
                serviceId = service,
                accountId = Account(n),
                serviceNumber = Line(n),
            },
            key: $"subscribe-{service}-{n}",
            ct
        );
        Interlocked.Increment(ref _steps);
        var (reply, said) = (Text(asked, "replyNumber"), 0L);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(250 + (n % 10 * 50)));
        while (true)
        {
            if (said == 0 || TimeProvider.System.GetElapsedTime(said) > SaysAgainAfter)
            {
                await stage.Kannel.SendFromPhoneAsync(Line(n), reply, "是"); // nobody answered him: he says it again
                said = TimeProvider.System.GetTimestamp();
            }

            await pace.WaitForNextTickAsync(ct);
            var now = await GetAsync(stage.Vas, Text(asked, "href"), agent, ct);
            if (Text(now, "status") == "active")
            {
                Interlocked.Increment(ref _steps);
                return now;
            }
        }
    }

    private async Task ChargeAsync(JsonElement subscription, CancellationToken ct)
    {
        var partner = stage.Token(Roles.Partner, partner: provider);
        var charge = await caller.AskAsync(
            HttpMethod.Post,
            stage.Vas,
            "/api/vas/v1/charges",
            partner,
            new
            {
                key = Text(subscription, "id"),
                serviceId = service,
                subscriptionId = Text(subscription, "id"),
                amount = Price,
                occurredAt = subscription.GetProperty("confirmedAt").GetDateTimeOffset(),
            },
            key: null,
            ct
        );
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (Text(charge, "status") != "posted")
        {
            await pace.WaitForNextTickAsync(ct);
            charge = await GetAsync(stage.Vas, Text(charge, "href"), partner, ct);
        }

        Interlocked.Increment(ref _steps);
    }

    private async Task<JsonElement> ComplainAsync(int n, string agent, CancellationToken ct)
    {
        var ticket = await caller.AskAsync(
            HttpMethod.Post,
            stage.Complaints,
            "/tmf-api/troubleTicket/v4/troubleTicket",
            agent,
            new
            {
                description = "我没有订过这个业务，是强制订购的",
                severity = "major",
                ticketType = "complaint",
                nature = "forcedSubscription",
                relatedEntity = new[]
                {
                    Named($"{Account(n)}", "account", "BillingAccount"),
                    Named($"{service}", "service", "ProductOffering"),
                },
            },
            key: $"complain-{service}-{n}",
            ct
        );
        Interlocked.Increment(ref _steps);
        return ticket;
    }

    /// <summary>The same words again are the same compensation.</summary>
    private async Task CompensateAsync(JsonElement ticket, string agent, CancellationToken ct)
    {
        await ActAsync(ticket, "start", new { }, agent, ct);
        await ActAsync(ticket, "compensations", new { amount = Price, reason = "先行赔付：退还包月费" }, agent, ct);
        Interlocked.Increment(ref _steps);
    }

    private async Task SettleAsync(JsonElement ticket, string agent, CancellationToken ct)
    {
        await ActAsync(ticket, "results", new { result = "已退费，服务商负有责任" }, agent, ct);
        await ActAsync(
            ticket,
            "findings",
            new
            {
                isUpheld = true,
                responsible = "provider",
                cause = "页面诱导点击",
            },
            agent,
            ct
        );
        await caller.AskAsync(
            HttpMethod.Patch,
            stage.Complaints,
            Text(ticket, "href"),
            agent,
            new { status = "resolved", statusChangeReason = "已退费" },
            key: $"resolve-{Text(ticket, "id")}",
            ct
        );
        await ActAsync(
            ticket,
            "callbacks",
            new
            {
                outcome = "answered",
                isSatisfied = true,
                score = 5,
            },
            agent,
            ct
        );
        Interlocked.Increment(ref _steps);
    }

    private Task<JsonElement> ActAsync(
        JsonElement ticket,
        string action,
        object body,
        string agent,
        CancellationToken ct
    ) =>
        caller.AskAsync(
            HttpMethod.Post,
            stage.Complaints,
            $"{Cases}/{Text(ticket, "id")}/{action}",
            agent,
            body,
            key: $"{action}-{Text(ticket, "id")}",
            ct
        );

    private Task<JsonElement> GetAsync(Replica replica, string path, string token, CancellationToken ct) =>
        caller.AskAsync(HttpMethod.Get, replica, path, token, body: null, key: null, ct);

    /// <summary>The seeded customer's account and mobile line.</summary>
    private static string Account(int n) => $"0190a000-0000-7000-8000-{n:x12}";

    public static string Line(int n) => $"138{n:00000000}";

    private static string Text(JsonElement resource, string name) => resource.GetProperty(name).GetString()!;

    private static Dictionary<string, string> Named(string id, string role, string type) =>
        new()
        {
            ["id"] = id,
            ["role"] = role,
            ["@referredType"] = type,
        };
}
