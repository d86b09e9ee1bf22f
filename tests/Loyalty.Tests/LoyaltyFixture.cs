using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Loyalty.Data;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Testing;
using Xunit;

namespace Loyalty.Tests;

/// <summary>Loyalty alone, on a broker that the tests speak on as Billing; business time can be moved.</summary>
public sealed class LoyaltyFixture : IAsyncLifetime
{
    public const string Root = "/api/loyalty/v1/members";

    public TestIssuer Issuer { get; private set; } = null!;
    public RunningService<LoyaltyDb> Loyalty { get; private set; } = null!;
    public EventSource Billing { get; private set; } = null!;
    public string Messaging { get; private set; } = "";

    /// <summary>Business time as Loyalty has it.</summary>
    public DateTimeOffset Now => Clock.GetUtcNow();

    private BusinessClock Clock => Loyalty.Services.GetRequiredService<BusinessClock>();

    public async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        var servers = await Servers.GetAsync();
        Messaging = await servers.NewVirtualHostAsync();
        Billing = await EventSource.OpenAsync(Messaging);
        Loyalty = await RunningService<LoyaltyDb>.StartAsync(
            Issuer,
            Messaging,
            new Dictionary<string, string>
            {
                [BusinessClock.FileKey] = Path.Combine(
                    servers.Folder($"clock-{Guid.CreateVersion7():N}"),
                    "business-time"
                ),
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Loyalty.DisposeAsync();
        await Billing.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    /// <summary>Lets business time go on, for every replica.</summary>
    public void MoveBusinessTime(TimeSpan by) => Clock.Advance(by);

    public Task<Guid> IssueAsync(Guid account, decimal ownCharges, Guid? bill = null)
    {
        var id = bill ?? Guid.CreateVersion7();
        return SayAsync(
            id,
            new BillIssued(
                id,
                2,
                NumberOf(id),
                account,
                "A1000001",
                "2026-10",
                ownCharges,
                ownCharges,
                "CNY",
                DateOnly.FromDateTime(Now.UtcDateTime).AddDays(20),
                Now
            )
        );
    }

    public Task<Guid> PayAsync(Guid account, decimal ownCharges, Guid? bill = null)
    {
        var id = bill ?? Guid.CreateVersion7();
        return SayAsync(id, new BillPaid(id, 3, NumberOf(id), account, "2026-10", ownCharges, ownCharges, "CNY", Now));
    }

    public Task<Guid> ReverseAsync(Guid account, decimal ownCharges, Guid bill) =>
        SayAsync(bill, new BillReversed(bill, 4, NumberOf(bill), account, ownCharges, "CNY", "wrong tariff", Now));

    public static string NumberOf(Guid bill) => $"B-{bill:N}";

    /// <summary>A new account with so many points to spend.</summary>
    public async Task<Guid> AccountWithAsync(int points)
    {
        var account = Guid.CreateVersion7();
        await PayAsync(account, points);
        await BalanceAsync(account, available: points);
        return account;
    }

    /// <summary>The member once he has these balances.</summary>
    public async Task<JsonElement> BalanceAsync(
        Guid account,
        long available = 0,
        long pending = 0,
        long frozen = 0,
        long debt = 0
    )
    {
        using var staff = Loyalty.As(Roles.Supervisor);
        var last = "";
        var found = await Eventually.GetAsync(
            async () =>
            {
                using var answer = await staff.GetAsync($"{Root}/{account}");
                if (!answer.IsSuccessStatusCode)
                {
                    last = $"{answer.StatusCode}";
                    return null;
                }

                var member = await answer.Content.ReadFromJsonAsync<JsonElement>();
                var balances = (Of("available"), Of("pending"), Of("frozen"), Of("debt"));
                last = $"{balances}";
                return balances == (available, pending, frozen, debt) ? (object)member : null;

                long Of(string name) => member.GetProperty(name).GetInt64();
            },
            $"{(available, pending, frozen, debt)} of {account}; last it was {last}"
        );
        return (JsonElement)found;
    }

    private async Task<Guid> SayAsync<TEvent>(Guid id, TEvent @event)
        where TEvent : class
    {
        await Billing.SayAsync(@event);
        return id;
    }
}
