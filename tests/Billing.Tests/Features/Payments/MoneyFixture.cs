using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Npgsql;
using ServiceDefaults.Security;
using Simulators.Checkouts;
using Testing;
using Xunit;

namespace Billing.Tests.Features.Payments;

/// <summary>Billing, its seeded operator, and a payment provider that knows the same secret.</summary>
public sealed class MoneyFixture : IAsyncLifetime
{
    public const string TmfPayments = "/tmf-api/paymentManagement/v4/payment";
    public const string Checkouts = "/api/billing/v1/checkouts";
    public const string Secret = "for-this-run-only-and-32-characters-long";

    private ProviderFactory _provider = null!;
    private int _account;

    public TestIssuer Issuer { get; private set; } = null!;
    public RunningService<BillingDb> Billing { get; private set; } = null!;
    public EventTap<PaymentReceived> Received { get; private set; } = null!;
    public EventTap<BillPaid> Paid { get; private set; } = null!;
    public EventTap<CompensationGranted> Granted { get; private set; } = null!;
    public EventTap<CompensationClawedBack> ClawedBack { get; private set; } = null!;
    public EventSource Neighbours { get; private set; } = null!;

    /// <summary>The payment provider's own API.</summary>
    public HttpClient Provider { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        Received = await EventTap<PaymentReceived>.OpenAsync(messaging);
        Paid = await EventTap<BillPaid>.OpenAsync(messaging);
        Granted = await EventTap<CompensationGranted>.OpenAsync(messaging);
        ClawedBack = await EventTap<CompensationClawedBack>.OpenAsync(messaging);
        Neighbours = await EventSource.OpenAsync(messaging);

        var (billing, provider) = (Addresses.Free(), $"http://127.0.0.1:{FreePort.Next()}");
        _provider = new ProviderFactory(provider);
        _provider.StartServer();
        Provider = new HttpClient { BaseAddress = new Uri(provider) };
        Billing = await RunningService<BillingDb>.StartAsync(
            Issuer,
            messaging,
            new Dictionary<string, string>
            {
                ["services:simulators:http:0"] = provider,
                ["Checkout:Secret"] = Secret,
                ["Checkout:NotifyBase"] = billing.Http,
                ["Checkout:AskAfter"] = "00:00:02",
            },
            seed: "40",
            addresses: billing
        );
    }

    /// <summary>An account that no other test uses.</summary>
    public Guid NextAccount() => Guid.Parse($"0190a000-0000-7000-8000-{++_account:x12}");

    /// <summary>A sent bill, posted as the bill run posts one.</summary>
    /// <param name="month">1 to 12 of 2026; the older the earlier it was due.</param>
    public async Task<Guid> SendBillAsync(Guid account, int month, params (decimal Amount, bool IsDisputed)[] lines)
    {
        var bill = Guid.CreateVersion7();
        await using var connection = await Billing.Database.OpenConnectionAsync();
        await using var all = await connection.BeginTransactionAsync();
        await ExecuteAsync(
            connection,
            """
            insert into bill_runs (id, version, period, status, bill_date, due_on, first_number, accounts, requested_by, requested_at,
                                   started_at)
            values (gen_random_uuid(), 1, $1, 'Finished', $2, $3, 1, 1, 'test', now(), now())
            on conflict (period) where replaces_bill_id is null do nothing
            """,
            Period(month),
            new DateOnly(2026, month, 1),
            new DateOnly(2026, month, 20)
        );
        await ExecuteAsync(
            connection,
            """
            insert into bills (id, version, number, run_id, account_id, period, bill_date, due_on, currency,
                               amount_due, own_charges, status, issued_at)
            select $1, 1, 'B-' || $1, r.id, $2, r.period, r.bill_date, r.due_on, 'CNY', $3, $3, 'Sent', now()
              from bill_runs r where r.period = $4
            """,
            bill,
            account,
            lines.Sum(line => line.Amount),
            Period(month)
        );
        foreach (var (line, i) in lines.Select((line, i) => (line, i)))
        {
            await ExecuteAsync(
                connection,
                """
                insert into bill_lines (bill_id, seq, kind, period, name_zh, name_en, amount, is_disputed)
                values ($1, $2, $3, $4, '月租费', 'Monthly fee', $5, $6)
                """,
                bill,
                i + 1,
                line.IsDisputed ? "ThirdParty" : "Recurring",
                Period(month),
                line.Amount,
                line.IsDisputed
            );
        }

        await ExecuteAsync(
            connection,
            """
            with entry as (
              insert into ledger_entries (id, kind, business_key, booked_at, narrative)
              values (gen_random_uuid(), 'Bill', 'B-' || $1, now(), 'Bill') returning id)
            insert into ledger_postings (entry_id, seq, ledger_account, account_id, amount, currency)
            select id, 1, '1122', $2, $3, 'CNY' from entry
            union all select id, 2, '6001', null, -$3, 'CNY' from entry
            """,
            bill,
            account,
            lines.Sum(line => line.Amount)
        );
        await all.CommitAsync();
        return bill;
    }

    public static object Cash(Guid account, decimal amount, string? correlator = null) =>
        new
        {
            correlatorId = correlator ?? $"c-{Guid.CreateVersion7():N}",
            account = new { id = account },
            paymentMethod = new { name = "cash" },
            totalAmount = new { unit = "CNY", value = amount },
        };

    public async Task<JsonElement> BalanceAsync(Guid account)
    {
        using var finance = Billing.As(Roles.Finance);
        return await finance.GetFromJsonAsync<JsonElement>($"/api/billing/v1/accounts/{account}/balance");
    }

    /// <summary>What one of the operator's accounts came to for a customer; a debit is above zero.</summary>
    public async Task<decimal> LedgerAsync(string ledgerAccount, Guid account) =>
        await Billing.ScalarAsync<decimal>(
            $"select coalesce(sum(amount), 0) from ledger_postings where ledger_account = '{ledgerAccount}' and account_id = '{account}'"
        );

    public async ValueTask DisposeAsync()
    {
        await Billing.DisposeAsync();
        Provider.Dispose();
        await _provider.DisposeAsync();
        await Neighbours.DisposeAsync();
        await ClawedBack.DisposeAsync();
        await Granted.DisposeAsync();
        await Paid.DisposeAsync();
        await Received.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    private static string Period(int month) => $"2026-{month:00}";

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The provider by its own Program, on a real port.</summary>
    private sealed class ProviderFactory : WebApplicationFactory<CheckoutBehaviour>
    {
        private readonly string _address;

        public ProviderFactory(string address)
        {
            _address = address;
            UseKestrel();
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            builder.UseContentRoot(Repository.File("simulators", "Simulators"));
            builder.UseSetting("Kestrel:Endpoints:http:Url", _address);
            builder.UseSetting("Checkout:Secret", Secret);
            builder.ConfigureLogging(logging =>
                logging.AddFilter<ConsoleLoggerProvider>(category: null, LogLevel.Error)
            );
        }
    }
}
