using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Complaints.Data;
using Loyalty.Data;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Features;

/// <summary>C5: the queue goes by priority, and priority by the tier that the real Loyalty tells.</summary>
public sealed class QueueTests
{
    private const string Queue = "/api/complaints/v1/queue";

    [Fact]
    public async Task A_gold_customers_case_stands_before_earlier_ones_of_the_same_harm()
    {
        await using var issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        await using var billing = await RunningService<BillingDb>.StartAsync(issuer, messaging, seed: "20");
        await using var loyalty = await RunningService<LoyaltyDb>.StartAsync(issuer, messaging);
        await MakeGoldAsync(loyalty, messaging, Account2);
        await using var complaints = await StartAsync(issuer, messaging, billing.Addresses, loyalty.Addresses);
        using var agent = complaints.As(Roles.Agent);

        var ordinary = await OpenCaseAsync(agent, Case(Account1));
        using var customer = complaints.As(Roles.Customer, Account2);
        var gold = await OpenCaseAsync(customer, Case(account: null));
        var anonymous = await OpenCaseAsync(agent, Case(account: null));
        var over = await OpenCaseAsync(customer, Case(account: null));
        using var withdrawn = await customer.PostAsJsonAsync(
            $"/api/complaints/v1/troubleTickets/{over.GetProperty("id").GetString()}/withdrawal",
            new { reason = "已解决" },
            Ct
        );
        withdrawn.EnsureSuccessStatusCode();

        (await PlaceAsync(agent, ordinary)).ShouldBe(("2", "none"));
        (await PlaceAsync(agent, gold)).ShouldBe(("1", "gold"));
        (Of(anonymous, "priority"), Of(anonymous, "customerTier")).ShouldBe(("2", null));
        (await IdsAsync(agent, Queue)).ShouldBe([Of(gold, "id"), Of(ordinary, "id"), Of(anonymous, "id")]);
        (await IdsAsync(agent, $"{Queue}?priority=1")).ShouldBe([Of(gold, "id")]);
        (await IdsAsync(agent, $"{Tickets}?priority=2&status=acknowledged")).ShouldBe([
            Of(anonymous, "id"),
            Of(ordinary, "id"),
        ]);
        using var elsewhere = complaints.As(Roles.Agent, subject: "agent-8", unit: "care-2");
        (await IdsAsync(elsewhere, Queue)).ShouldBeEmpty();
        using var leader = complaints.As(Roles.Leader);
        (await IdsAsync(leader, $"{Queue}?unit=care-1")).Length.ShouldBe(3);
        using var refused = await agent.GetAsync($"{Queue}?priority=high", Ct);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_case_is_taken_while_Loyalty_is_away_and_moves_up_when_it_is_back()
    {
        await using var issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        var where = Addresses.Free();
        await using var billing = await RunningService<BillingDb>.StartAsync(issuer, messaging, seed: "20");
        await using var complaints = await StartAsync(issuer, messaging, billing.Addresses, where);
        using var agent = complaints.As(Roles.Agent);

        var ticket = await OpenCaseAsync(agent, Case(Account2));
        (Of(ticket, "priority"), Of(ticket, "customerTier")).ShouldBe(("2", null));

        await using var loyalty = await RunningService<LoyaltyDb>.StartAsync(issuer, messaging, addresses: where);
        await MakeGoldAsync(loyalty, messaging, Account1);
        var other = await OpenCaseAsync(agent, Case(Account1));

        (await PlaceAsync(agent, ticket)).ShouldBe(("2", "none"));
        (await PlaceAsync(agent, other)).ShouldBe(("1", "gold"));
    }

    [Fact]
    public async Task Without_a_Loyalty_in_the_platform_cases_go_by_severity_and_nobody_is_asked()
    {
        await using var issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        await using var billing = await RunningService<BillingDb>.StartAsync(issuer, messaging, seed: "20");
        await using var complaints = await StartAsync(issuer, messaging, billing.Addresses, loyalty: null);
        using var agent = complaints.As(Roles.Agent);

        var ticket = await OpenCaseAsync(agent, Case(Account1));

        (Of(ticket, "priority"), Of(ticket, "customerTier")).ShouldBe(("2", null));
        (await complaints.ScalarAsync<long>("select count(*) from complaints where tier_due_at is not null")).ShouldBe(
            0
        );
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<RunningService<ComplaintsDb>> StartAsync(
        TestIssuer issuer,
        string messaging,
        Addresses billing,
        Addresses? loyalty
    )
    {
        var settings = new Dictionary<string, string> { ["services:billing:grpc:0"] = billing.Grpc };
        if (loyalty is not null)
        {
            settings["services:loyalty:grpc:0"] = loyalty.Grpc;
        }

        return RunningService<ComplaintsDb>.StartAsync(issuer, messaging, settings);
    }

    /// <summary>Billing says that this customer paid a bill of 3,000 yuan.</summary>
    private static async Task MakeGoldAsync(RunningService<LoyaltyDb> loyalty, string messaging, Guid account)
    {
        await using var billing = await EventSource.OpenAsync(messaging);
        await billing.SayAsync(
            new BillPaid(
                Guid.CreateVersion7(),
                3,
                "B-1",
                account,
                "2026-10",
                3000,
                3000,
                "CNY",
                TimeProvider.System.GetUtcNow()
            )
        );
        await Eventually.TrueAsync(
            async () =>
                await loyalty.ScalarAsync<string>($"select tier from members where account_id = '{account}'") == "Gold",
            "the gold tier"
        );
    }

    private static async Task<string?[]> IdsAsync(HttpClient client, string path) =>
        [.. (await client.GetFromJsonAsync<JsonElement[]>(path, Ct))!.Select(ticket => Of(ticket, "id"))];

    /// <summary>Priority and tier once Loyalty answered: on a busy machine intake does not wait for it.</summary>
    private static async Task<(string?, string?)> PlaceAsync(HttpClient client, JsonElement ticket)
    {
        JsonElement now = default;
        await Eventually.TrueAsync(
            async () => Of(now = await TicketAsync(client, ticket), "customerTier") is not null,
            "the tier that Loyalty tells"
        );
        return (Of(now, "priority"), Of(now, "customerTier"));
    }

    private static async Task<JsonElement> TicketAsync(HttpClient client, JsonElement ticket) =>
        await client.GetFromJsonAsync<JsonElement>(Of(ticket, "href"), Ct);

    private static string? Of(JsonElement ticket, string name) =>
        ticket.TryGetProperty(name, out var value) ? value.GetString() : null;
}
