using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using Billing.Data;
using Complaints.Contracts.Events.V1;
using Complaints.Data;
using Microsoft.Extensions.DependencyInjection;
using Notifications.Contracts.Events.V1;
using ServiceDefaults.Time;
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
    public static readonly Guid Account3 = Guid.Parse("0190a000-0000-7000-8000-000000000003");

    private string _businessTime = "";

    public TestIssuer Issuer { get; private set; } = null!;
    public RunningService<BillingDb> Billing { get; private set; } = null!;
    public RunningService<ComplaintsDb> Complaints { get; private set; } = null!;
    public string Messaging { get; private set; } = "";

    /// <summary>Business time as Complaints has it.</summary>
    public DateTimeOffset BusinessNow => Clock.GetUtcNow();

    private BusinessClock Clock => Complaints.Services.GetRequiredService<BusinessClock>();

    public EventTap<ComplaintOpened> Opened { get; private set; } = null!;
    public EventTap<DeliveryRequested> Requested { get; private set; } = null!;
    public EventSource Neighbours { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        var servers = await Servers.GetAsync();
        Messaging = await servers.NewVirtualHostAsync();
        _businessTime = Path.Combine(servers.Folder($"clock-{Guid.CreateVersion7():N}"), "business-time");
        Opened = await EventTap<ComplaintOpened>.OpenAsync(Messaging);
        Billing = await RunningService<BillingDb>.StartAsync(Issuer, Messaging, seed: "20");
        Requested = await EventTap<DeliveryRequested>.OpenAsync(Messaging);
        Neighbours = await EventSource.OpenAsync(Messaging);
        Complaints = await RunningService<ComplaintsDb>.StartAsync(
            Issuer,
            Messaging,
            new Dictionary<string, string>
            {
                ["services:billing:grpc:0"] = Billing.Addresses.Grpc,
                [BusinessClock.FileKey] = _businessTime,
            }
        );
    }

    /// <summary>Lets business time go on, for every replica.</summary>
    public void MoveBusinessTime(TimeSpan by) => Clock.Advance(by);

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
