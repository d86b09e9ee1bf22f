using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Data.Seeds;
using Billing.Domain.Bills;
using Microsoft.Extensions.DependencyInjection;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Testing;
using Xunit;

namespace Billing.Tests.Features.Bills;

/// <summary>
/// Billing with the small operator, its usage of a month, and that month over: business time stands on the second of the
/// next one. What the seed knows: account 1 has 畅享39 (100 minutes, 50 messages, 5,120 MB) and 光速50.
/// </summary>
public sealed class BilledMonth : IAsyncLifetime
{
    public const string Runs = "/api/billing/v1/billRuns";
    public const string Bills = "/tmf-api/customerBillManagement/v4/customerBill";
    public const string Ledger = "/api/billing/v1/ledgerEntries";
    public const string Reversals = "/api/billing/v1/billReversals";

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public static Guid Account1 => SeededOperator.AccountId(1);

    public TestIssuer Issuer { get; private set; } = null!;
    public RunningService<BillingDb> Billing { get; private set; } = null!;
    public EventTap<BillIssued> Issued { get; private set; } = null!;
    public EventTap<BillReversed> Reversed { get; private set; } = null!;

    /// <summary>The month that is over.</summary>
    internal BillingMonth Month { get; private set; }

    private BusinessClock Clock => Billing.Services.GetRequiredService<BusinessClock>();

    public async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        var servers = await Servers.GetAsync();
        var messaging = await servers.NewVirtualHostAsync();
        Issued = await EventTap<BillIssued>.OpenAsync(messaging);
        Reversed = await EventTap<BillReversed>.OpenAsync(messaging);
        Billing = await RunningService<BillingDb>.StartAsync(
            Issuer,
            messaging,
            new Dictionary<string, string>
            {
                [BusinessClock.FileKey] = Path.Combine(
                    servers.Folder($"clock-{Guid.CreateVersion7():N}"),
                    "business-time"
                ),
                ["BillRuns:Portion"] = "6", // the small operator still makes four of them
            },
            seed: "20"
        );
        var startsOn = await Billing.ScalarAsync<DateOnly?>("select min(starts_on) from subscriptions");
        Month = BillingMonth.Of(startsOn!.Value);
        await UseAsync(1, "Voice", 130);
        await UseAsync(1, "Data", 5_120 + 2_000.5m);
        await UseAsync(2, "Sms", 3);
    }

    public async ValueTask DisposeAsync()
    {
        await Billing.DisposeAsync();
        await Issued.DisposeAsync();
        await Reversed.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    /// <summary>What the n-th account's mobile line used in all, in the month that is over.</summary>
    public async Task UseAsync(int n, string kind, decimal quantity)
    {
        await using var command = Billing.Database.CreateCommand(
            """
            insert into usage_totals (subscription_id, period, kind, quantity, records) values ($1, $2, $3, $4, 1)
            on conflict (subscription_id, period, kind) do update set quantity = excluded.quantity
            """
        );
        command.Parameters.Add(new() { Value = SeededOperator.SubscriptionId(n, 1) });
        command.Parameters.Add(new() { Value = Month.ToString() });
        command.Parameters.Add(new() { Value = kind });
        command.Parameters.Add(new() { Value = quantity });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Business time goes on to the second day after a month, if it is not there yet.</summary>
    internal void GoPast(BillingMonth month)
    {
        var to = Zone.FirstMomentAt(month.Last.AddDays(2), new TimeOnly(8, 0));
        if (to > Clock.Now())
        {
            Clock.Advance(to - Clock.Now());
        }
    }

    /// <summary>Bills a month, once, and waits until all its bills stand and are told of.</summary>
    internal async Task<JsonElement> BillAsync(BillingMonth month)
    {
        GoPast(month);
        using var finance = Billing.As(Roles.Finance);
        using var answer = await finance.PostAsJsonAsync(Runs, new { period = month.ToString() });
        answer.EnsureSuccessStatusCode();
        var href = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("href").GetString()!;
        return (
            await Eventually.GetAsync(
                async () =>
                {
                    var run = await finance.GetFromJsonAsync<JsonElement>(href);
                    return run.GetProperty("told").GetInt32() == run.GetProperty("accounts").GetInt32()
                        ? new Found(run)
                        : null;
                },
                $"word of every bill for {month}"
            )
        ).Run;
    }

    /// <summary>The n-th account's bill of a month.</summary>
    internal async Task<JsonElement> BillOfAsync(int n, BillingMonth month)
    {
        using var finance = Billing.As(Roles.Finance);
        var bills = await finance.GetFromJsonAsync<JsonElement[]>(
            $"{Bills}?billingAccount.id={SeededOperator.AccountId(n)}"
        );
        return bills!.Single(bill =>
            bill.GetProperty("billingPeriod").GetProperty("startDate").GetString() == $"{month}-01"
        );
    }

    public static async Task<JsonElement[]> LinesOfAsync(HttpClient client, JsonElement bill) =>
        (
            await client.GetFromJsonAsync<JsonElement[]>(
                $"/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate?bill.id={bill.GetProperty("id").GetString()}"
            )
        )!;

    private sealed record Found(JsonElement Run);
}
