using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Complaints.Data;
using Notifications.Data;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;

namespace Platform.Tests.Security;

/// <summary>
/// Names, numbers, addresses and secrets leave no trace in traces, logs and metrics (design.md, Data): three services
/// with their real database, broker and SMS gateway, telling a real collector everything while requests that hold such
/// data go well, are refused and fail.
/// </summary>
public sealed class PersonalDataTests : IAsyncLifetime
{
    private const string Tickets = "/tmf-api/troubleTicket/v4/troubleTicket";
    private const string Hub = "/tmf-api/troubleTicket/v4/hub";
    private const string Name = "欧阳慕容雪";
    private const string Street = "金水区花园路七十七号";
    private const string Phone = "13912345678";
    private const string Email = "murong.xue@personal.example";
    private const string Reference = "ext-of-murong-4711";
    private const string Capability = "capability-of-a-partner-4711";
    private const string IdempotencyKey = "key-of-murong-4711";

    private TestIssuer _issuer = null!;
    private Collector _collector = null!;
    private Kannel _kannel = null!;
    private RunningService<BillingDb> _billing = null!;
    private RunningService<ComplaintsDb> _complaints = null!;
    private RunningService<NotificationsDb> _notifications = null!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        _collector = await Collector.StartAsync();
        _kannel = await Kannel.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        var addresses = Addresses.Free();
        _notifications = await RunningService<NotificationsDb>.StartAsync(
            _issuer,
            messaging,
            Telling(
                ("services:sms-smsbox:sendsms:0", _kannel.SendSms),
                ("Sms:Secret", Kannel.Secret),
                ("Sms:GatewayFolder", _kannel.Folder),
                ("Sms:ReceiptBase", addresses.Http),
                ("Webhooks:AllowedNetworks:0", "127.0.0.0/8")
            ),
            addresses: addresses
        );
        _billing = await RunningService<BillingDb>.StartAsync(_issuer, messaging, Telling(), seed: "20");
        _complaints = await RunningService<ComplaintsDb>.StartAsync(
            _issuer,
            messaging,
            Telling(("services:billing:grpc:0", _billing.Addresses.Grpc))
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _complaints.DisposeAsync();
        await _billing.DisposeAsync();
        await _notifications.DisposeAsync();
        _kannel.Dispose();
        await _collector.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_personal_and_no_secret_is_told_to_the_collector()
    {
        var token = _issuer.Token(Roles.Agent);
        using var agent = _complaints.Anonymous();
        agent.DefaultRequestHeaders.Authorization = new("Bearer", token);
        agent.DefaultRequestHeaders.Add("Idempotency-Key", IdempotencyKey);

        await ExpectAsync(
            agent.PostAsJsonAsync(Hub, new { callback = $"{_issuer.Address}/{Capability}?key={Capability}" }, Ct),
            201
        );
        await PlayComplaintsAsync(agent);
        await PlayBillingAsync();
        await Eventually.TrueAsync(
            () => Task.FromResult(_kannel.Received(Phone).Count > 0),
            "the text message, with number and secret in its address"
        );
        await Eventually.TrueAsync(
            async () => await _notifications.ScalarAsync<long>("select count(*) from delivery_attempts") > 0,
            "the call of a partner, whose address is a secret"
        );
        await PlayDatabaseErrorsAsync(agent);

        // What was told last is there, so what was told before it is, too.
        await Eventually.TrueAsync(
            () =>
                Task.FromResult(
                    new[] { _kannel.SendSms, _issuer.Address }.All(called =>
                        _collector.Find(called, "traces").Length > 0
                    )
                ),
            "spans"
        );
        await Eventually.TrueAsync(
            () => Task.FromResult(_collector.Find("Unhandled failure", "logs").Length > 0),
            "the log of the failure"
        );
        var secrets = new[] { Name, Street, Phone, Email, Reference, Capability, IdempotencyKey, token, Kannel.Secret };
        var given = secrets.Concat(secrets.Select(WebUtility.UrlEncode).OfType<string>()).Distinct();
        var leaks = given.SelectMany(text => _collector.Find(text).Select(where => $"{text} in {where}"));
        string.Join("\n\n", leaks).ShouldBeEmpty();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Well, refused by validation, not found; in body, query, path and header.</summary>
    private async Task PlayComplaintsAsync(HttpClient agent)
    {
        await ExpectAsync(agent.PostAsJsonAsync(Tickets, Case("fault"), Ct), 201);
        agent.DefaultRequestHeaders.Remove("Idempotency-Key");
        await ExpectAsync(agent.PostAsJsonAsync(Tickets, Case(Name), Ct), 400);
        await ExpectAsync(agent.GetAsync(new Uri($"{Tickets}?externalId={Reference}", UriKind.Relative), Ct), 200);
        await ExpectAsync(agent.GetAsync(new Uri($"{Tickets}?phone={Phone}&name={Name}", UriKind.Relative), Ct), 400);
        await ExpectAsync(agent.GetAsync(new Uri($"{Tickets}/{Phone}", UriKind.Relative), Ct), 404);
        await ExpectAsync(agent.GetAsync(new Uri($"/no/{Phone}/{Name}", UriKind.Relative), Ct), 404);
    }

    private async Task PlayBillingAsync()
    {
        using var clerk = _billing.As(Roles.Clerk);
        var account = new Uri(
            "/api/billing/v1/accounts/0190a000-0000-7000-8000-000000000003/contact",
            UriKind.Relative
        );
        await ExpectAsync(
            clerk.PutAsJsonAsync(
                account,
                new
                {
                    phoneNumber = Phone,
                    email = Email,
                    language = "zh",
                },
                Ct
            ),
            200
        );
        await ExpectAsync(clerk.PutAsJsonAsync(account, new { phoneNumber = $"+{Phone}", email = Email }, Ct), 400);
        await ExpectAsync(
            clerk.GetAsync(new Uri($"/api/billing/v1/accounts?lines.serviceNumber={Phone}", UriKind.Relative), Ct),
            200
        );
    }

    /// <summary>PostgreSQL itself quotes the row it refuses, with all that is in it.</summary>
    private async Task PlayDatabaseErrorsAsync(HttpClient agent)
    {
        await using var refuse = _complaints.Database.CreateCommand(
            "alter table complaints add constraint refused_in_a_test check (external_id <> 'ext-of-murong-4711') not valid"
        );
        await refuse.ExecuteNonQueryAsync(Ct);
        await ExpectAsync(agent.PostAsJsonAsync(Tickets, Case("fault"), Ct), 500);
    }

    private static object Case(string ticketType) =>
        new
        {
            description = $"{Name}，{Street}，{Email}",
            severity = "major",
            ticketType,
            name = Name,
            externalId = Reference,
            contact = new { phoneNumber = Phone, language = "zh" },
        };

    private static async Task ExpectAsync(Task<HttpResponseMessage> asked, int status)
    {
        using var answer = await asked;
        ((int)answer.StatusCode).ShouldBe(status, await answer.Content.ReadAsStringAsync(Ct));
    }

    private Dictionary<string, string> Telling(params (string Key, string Value)[] settings) =>
        new(settings.ToDictionary(setting => setting.Key, setting => setting.Value))
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
            ["Logging:OpenTelemetry:LogLevel:Default"] = "Information",
        };
}
