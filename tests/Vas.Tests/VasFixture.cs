using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Time;
using Testing;
using Vas.Data;
using Xunit;

namespace Vas.Tests;

/// <summary>Vas alone, on a broker that the tests speak on as its neighbours; business time can be moved.</summary>
public sealed class VasFixture : IAsyncLifetime
{
    public TestIssuer Issuer { get; private set; } = null!;
    public RunningService<VasDb> Vas { get; private set; } = null!;

    /// <summary>In Billing's place, over real gRPC.</summary>
    public BillingNeighbour Billing { get; private set; } = null!;

    /// <summary>The file of the key that signs chains of consents.</summary>
    public string ConsentKey { get; private set; } = "";

    /// <summary>Says what Complaints, Billing and Notifications would say.</summary>
    public EventSource Neighbours { get; private set; } = null!;

    /// <summary>The broker's virtual host, for taps on what leaves.</summary>
    public string Messaging { get; private set; } = "";

    /// <summary>Business time as Vas has it.</summary>
    public DateTimeOffset Now => Clock.GetUtcNow();

    private BusinessClock Clock => Vas.Services.GetRequiredService<BusinessClock>();

    public async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        var servers = await Servers.GetAsync();
        Messaging = await servers.NewVirtualHostAsync();
        Neighbours = await EventSource.OpenAsync(Messaging);
        Billing = await BillingNeighbour.StartAsync();
        ConsentKey = Path.Combine(servers.Folder($"key-{Guid.CreateVersion7():N}"), "consent-key.pem");
        Vas = await RunningService<VasDb>.StartAsync(
            Issuer,
            Messaging,
            new Dictionary<string, string>
            {
                ["services:billing:grpc:0"] = Billing.Address,
                ["Vas:ConsentKey"] = ConsentKey,
                ["Partners:Management"] = servers.Management,
                ["Partners:VirtualHost"] = $"partners-{Guid.CreateVersion7():N}",
                [BusinessClock.FileKey] = Path.Combine(
                    servers.Folder($"clock-{Guid.CreateVersion7():N}"),
                    "business-time"
                ),
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Vas.DisposeAsync();
        await Billing.DisposeAsync();
        await Neighbours.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    /// <summary>A use case of Vas says something and commits it.</summary>
    public Task SayAsync(object fact) => SayAsync(Vas.Services, fact);

    /// <param name="replica">Whose use case.</param>
    public static async Task SayAsync(IServiceProvider replica, object fact)
    {
        await using var scope = replica.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<VasDb>();
        db.Outbox.Add(Guid.CreateVersion7(), 1, fact);
        await db.SaveChangesAsync();
    }

    /// <summary>Waits until somebody waits for a row that the test holds.</summary>
    public Task SomebodyWaitsAsync() =>
        Eventually.TrueAsync(
            () =>
                Vas.ScalarAsync<bool>(
                    """
                    select exists (select from pg_stat_activity
                                    where datname = current_database() and wait_event_type = 'Lock')
                    """
                ),
            "somebody who waits"
        );

    /// <summary>Lets business time go on, for every replica.</summary>
    public void MoveBusinessTime(TimeSpan by) => Clock.Advance(by);
}
