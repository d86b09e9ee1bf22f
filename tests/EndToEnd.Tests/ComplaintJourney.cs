using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Shouldly;
using Testing;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>One real complaint from the gateway to the customer's phone, in one trace (issue 2; C1, N2, N5, P2).</summary>
public sealed class ComplaintJourney(Platform platform)
{
    /// <summary>Gateway, the services asked, relay, broker, hearers, gateway to the phone, receipt, and what it caused.</summary>
    private static readonly string[] WholeWay =
    [
        "gateway: POST /tmf-api/troubleTicket/{**rest}",
        "complaints: POST /tmf-api/troubleTicket/v4/troubleTicket/",
        "billing: POST /billing.v1.AccountLookup/GetAccount",
        "loyalty: POST /loyalty.v1.TierLookup/GetTier",
        "complaints: outbox relay",
        "complaints: Complaints.Contracts.Events.V1:ComplaintOpened send",
        "notifications: notifications-acknowledge-case-when-complaint-opened process",
        "vas: vas-count-complaint-when-opened process",
        "notifications: send sms",
        "notifications: delivery receipt",
        "notifications: Notifications.Contracts.Events.V1:MessageDelivered send",
    ];

    [Fact]
    public async Task A_complaint_in_Chinese_reaches_the_customers_phone_and_all_of_it_is_one_trace()
    {
        using var agent = await platform.AsAsync("agent");
        var account = await FindAccountAsync(agent, "A1000003");
        var phone = account.GetProperty("contact").GetProperty("phoneNumber").GetString()!;

        using var answer = await agent.PostAsJsonAsync(
            Platform.Tickets,
            new
            {
                description = "宽带每晚八点后断线",
                severity = "major",
                ticketType = "complaint",
                relatedEntity = new[] { AccountRef(account.GetProperty("id").GetString()!) },
            },
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var ticket = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var number = ticket.GetProperty("caseNumber").GetString()!;
        await VerifiedAsync(agent, ticket); // at once, or a little later by itself when Billing has just been started

        var message = await MessageAboutAsync(agent, ticket, "completed");
        message.GetProperty("content").GetString()!.ShouldContain(number);
        platform.Phone(phone).Where(sms => sms.Contains(number, StringComparison.Ordinal)).Count().ShouldBe(1);

        var trace = answer.Headers.GetValues("X-Trace-Id").Single();
        var spans = await Eventually.GetAsync(() => WholeTraceAsync(trace), "the whole trace in the dashboard", 60);
        spans
            .Select(span => span.Service)
            .Distinct()
            .ShouldBe(["gateway", "complaints", "billing", "loyalty", "vas", "notifications"], ignoreOrder: true);
        spans.Count(span => span.Parent is null).ShouldBe(1, "a trace has one root");
    }

    [Fact]
    public async Task A_customer_files_reads_and_withdraws_his_own_case()
    {
        using var customer = await platform.AsAsync("customer");
        using var answer = await customer.PostAsJsonAsync(
            Platform.Tickets,
            new
            {
                description = "话费有误",
                severity = "minor",
                ticketType = "enquiry",
            },
            Ct
        );
        var ticket = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);

        var read = await customer.GetFromJsonAsync<JsonElement>(ticket.GetProperty("href").GetString(), Ct);
        using var withdrawn = await customer.PostAsJsonAsync(
            $"/api/complaints/v1/troubleTickets/{ticket.GetProperty("id").GetString()}/withdrawal",
            new { reason = "已经查清" },
            Ct
        );

        read.GetProperty("relatedEntity")[0]
            .GetProperty("id")
            .GetString()
            .ShouldBe(
                "0190a000-0000-7000-8000-000000000001",
                "the seed and the demo customer's token name one account"
            );
        withdrawn.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_dashboard_is_closed_to_strangers()
    {
        using var stranger = platform.Dashboard(withKey: false);

        using var api = await stranger.GetAsync(new Uri("/api/telemetry/traces", UriKind.Relative), Ct);
        using var page = await stranger.GetAsync(new Uri("/", UriKind.Relative), Ct);

        api.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        page.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/login");
    }

    internal static Task VerifiedAsync(HttpClient staff, JsonElement ticket) =>
        Eventually.TrueAsync(
            async () =>
                (await staff.GetFromJsonAsync<JsonElement>(ticket.GetProperty("href").GetString(), Ct))
                    .GetProperty("accountVerification")
                    .GetString() == "verified",
            "the account's verification",
            withinSeconds: 90
        );

    internal static async Task<JsonElement> FindAccountAsync(HttpClient staff, string number) =>
        (await staff.GetFromJsonAsync<JsonElement[]>($"{Platform.Accounts}?number={number}", Ct))!.Single();

    internal static Dictionary<string, string> AccountRef(string id) =>
        new()
        {
            ["id"] = id,
            ["role"] = "account",
            ["@referredType"] = "BillingAccount",
        };

    internal static async Task<JsonElement> MessageAboutAsync(HttpClient staff, JsonElement ticket, string status) =>
        (JsonElement)
            await Eventually.GetAsync<object>(
                async () =>
                {
                    var about = ticket.GetProperty("id").GetString();
                    var found = await staff.GetFromJsonAsync<JsonElement[]>(
                        $"{Platform.Messages}?characteristic.value={about}&status={status}",
                        Ct
                    );
                    return found!
                        .Where(message => HasPurpose(message, "case-acknowledged"))
                        .Select(message => (object)message)
                        .SingleOrDefault();
                },
                $"a message about {ticket.GetProperty("caseNumber").GetString()} that is {status}",
                withinSeconds: 60
            );

    private static bool HasPurpose(JsonElement message, string purpose) =>
        message
            .GetProperty("characteristic")
            .EnumerateArray()
            .Any(it =>
                it.GetProperty("name").GetString() == "purpose" && it.GetProperty("value").GetString() == purpose
            );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <returns>Null until every part of the way has arrived; each service sends its spans in its own time.</returns>
    private async Task<List<Span>?> WholeTraceAsync(string id)
    {
        using var dashboard = platform.Dashboard();
        using var answer = await dashboard.GetAsync(new Uri($"/api/telemetry/traces/{id}", UriKind.Relative), Ct);
        if (!answer.IsSuccessStatusCode)
        {
            return null;
        }

        var trace = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var spans = trace
            .GetProperty("data")
            .GetProperty("resourceSpans")
            .EnumerateArray()
            .SelectMany(resource => Span.Of(resource))
            .ToList();
        return WholeWay.Except(spans.Select(span => $"{span.Service}: {span.Name}")).Any() ? null : spans;
    }

    private sealed record Span(string Service, string Name, string? Parent)
    {
        public static IEnumerable<Span> Of(JsonElement resourceSpans)
        {
            var service = resourceSpans
                .GetProperty("resource")
                .GetProperty("attributes")
                .EnumerateArray()
                .Single(attribute => attribute.GetProperty("key").GetString() == "service.name")
                .GetProperty("value")
                .GetProperty("stringValue")
                .GetString()!;
            return from scope in resourceSpans.GetProperty("scopeSpans").EnumerateArray()
                from span in scope.GetProperty("spans").EnumerateArray()
                select new Span(
                    service,
                    span.GetProperty("name").GetString()!,
                    span.TryGetProperty("parentSpanId", out var parent) ? parent.GetString() : null
                );
        }
    }
}
