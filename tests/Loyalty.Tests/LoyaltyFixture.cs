using System;
using System.Threading.Tasks;
using Loyalty.Data;
using Testing;
using Xunit;

namespace Loyalty.Tests;

/// <summary>Loyalty alone, on a broker that the tests speak on as Billing.</summary>
public sealed class LoyaltyFixture : IAsyncLifetime
{
    public TestIssuer Issuer { get; private set; } = null!;
    public RunningService<LoyaltyDb> Loyalty { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        Loyalty = await RunningService<LoyaltyDb>.StartAsync(Issuer, messaging);
    }

    public async ValueTask DisposeAsync()
    {
        await Loyalty.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}
