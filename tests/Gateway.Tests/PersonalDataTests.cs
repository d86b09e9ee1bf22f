using System;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;

namespace Gateway.Tests;

public sealed class PersonalDataTests
{
    private const string Phone = "13912345678";
    private const string Name = "欧阳慕容雪";

    /// <summary>Even when everything is logged: passed on, refused, and to a service that is away.</summary>
    [Fact]
    public async Task Nothing_personal_and_no_secret_is_told_to_the_collector()
    {
        await using var collector = await Collector.StartAsync();
        await using var gateway = new GatewayFixture(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "200"),
            ("OTEL_BLRP_SCHEDULE_DELAY", "200"),
            ("Logging:OpenTelemetry:LogLevel:Default", "Information")
        );
        await gateway.InitializeAsync();
        var (id, secret) = await gateway.CredentialsAsync(Roles.Agent);
        using var asked = await gateway.AskForTokenAsync(id, secret);
        var token = await gateway.TokenAsync(Roles.Agent);
        using var agent = gateway.Client(token);
        using var forger = gateway.Client(token[..^9]);

        foreach (var path in new[] { "tmf-api/troubleTicket/v4/troubleTicket", "api/billing/v1/accounts", "no/where" })
        {
            foreach (var client in new[] { agent, forger })
            {
                var address = new Uri($"/{path}/{Phone}?name={Name}&phone={Phone}", UriKind.Relative);
                (await client.GetAsync(address, Ct)).Dispose();
            }
        }

        await Eventually.TrueAsync(
            () => Task.FromResult(collector.Find("/api/billing/{", "traces").Length > 0),
            "spans"
        );
        await Eventually.TrueAsync(
            () => Task.FromResult(collector.Find("Application started", "logs").Length > 0),
            "logs"
        );
        var leaks =
            from text in new[] { Phone, Name, WebUtility.UrlEncode(Name)!, token, token[..^9], secret }
            from place in collector.Find(text)
            select $"{text} in {place}";
        string.Join("\n\n", leaks).ShouldBeEmpty();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
