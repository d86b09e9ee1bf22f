using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using Billing.Data;
using Complaints.Contracts.Events.V1;
using Complaints.Data;
using Notifications.Contracts.Events.V1;
using Testing;
using Xunit;

namespace Complaints.Tests;

/// <summary>Complaints with the real Billing beside it, seeded with the small operator.</summary>
public sealed class ComplaintsFixture : IAsyncLifetime
{
    public const string Tickets = "/tmf-api/troubleTicket/v4/troubleTicket";

    /// <summary>Accounts of the small operator.</summary>
    public static readonly Guid Account1 = Guid.Parse("0190a000-0000-7000-8000-000000000001");
    public static readonly Guid Account2 = Guid.Parse("0190a000-0000-7000-8000-000000000002");

    public TestIssuer Issuer { get; private set; } = null!;
    public RunningService<BillingDb> Billing { get; private set; } = null!;
    public RunningService<ComplaintsDb> Complaints { get; private set; } = null!;
    public EventTap<ComplaintOpened> Opened { get; private set; } = null!;
    public EventTap<DeliveryRequested> Requested { get; private set; } = null!;
    public EventSource Neighbours { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        Opened = await EventTap<ComplaintOpened>.OpenAsync(messaging);
        Requested = await EventTap<DeliveryRequested>.OpenAsync(messaging);
        Neighbours = await EventSource.OpenAsync(messaging);
        Billing = await RunningService<BillingDb>.StartAsync(Issuer, messaging, seed: "small");
        Complaints = await RunningService<ComplaintsDb>.StartAsync(
            Issuer,
            messaging,
            new Dictionary<string, string> { ["services:billing:grpc:0"] = Billing.Addresses.Grpc }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Complaints.DisposeAsync();
        await Billing.DisposeAsync();
        await Neighbours.DisposeAsync();
        await Requested.DisposeAsync();
        await Opened.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    /// <summary>A case about an account, as an agent on the hotline takes it.</summary>
    public static object Case(Guid? account, string description = "宽带很慢", string? externalId = null) =>
        new
        {
            description,
            severity = "major",
            ticketType = "complaint",
            externalId,
            relatedEntity = account is { } id
                ? new[]
                {
                    new Dictionary<string, string>
                    {
                        ["id"] = id.ToString(),
                        ["role"] = "account",
                        ["@referredType"] = "BillingAccount",
                    },
                }
                : null,
        };

    /// <summary>Takes a case and gives its representation back.</summary>
    public static async Task<JsonElement> OpenCaseAsync(HttpClient client, object body)
    {
        using var answer = await client.PostAsJsonAsync(Tickets, body);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
