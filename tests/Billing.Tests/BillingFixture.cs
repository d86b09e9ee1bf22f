using System;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Testing;
using Xunit;

namespace Billing.Tests;

/// <summary>Billing, seeded with the small operator.</summary>
public sealed class BillingFixture : IAsyncLifetime
{
    public const string Accounts = "/api/billing/v1/accounts";

    public static readonly Guid Account1 = Guid.Parse("0190a000-0000-7000-8000-000000000001");
    public static readonly Guid Account2 = Guid.Parse("0190a000-0000-7000-8000-000000000002");

    public TestIssuer Issuer { get; private set; } = null!;
    public RunningService<BillingDb> Billing { get; private set; } = null!;
    public EventTap<ContactChanged> Changed { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        Changed = await EventTap<ContactChanged>.OpenAsync(messaging);
        Billing = await RunningService<BillingDb>.StartAsync(Issuer, messaging, seed: "20");
    }

    public async ValueTask DisposeAsync()
    {
        await Billing.DisposeAsync();
        await Changed.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}
