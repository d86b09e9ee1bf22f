using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Contracts.V1;
using Billing.Data;
using Billing.Data.Seeds;
using Billing.Tests.Features.Bills;
using Billing.Tests.Features.Payments;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Simulators;
using Testing;
using Xunit;

namespace Billing.Tests.Features.Credit;

/// <summary>A charge of a bill that a test makes.</summary>
/// <param name="Line">Null: of the account as such.</param>
public sealed record Charge(Guid? Line, decimal Amount, string Kind = "Recurring");

/// <summary>Billing with the simulated switch beside it, on business time that a test moves.</summary>
public sealed class CreditFixture : IAsyncLifetime
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    private readonly Guid _run = Guid.CreateVersion7();
    private HostFactory<SwitchOrder> _simulators = null!;
    private HttpClient _switch = null!;
    private EventSource _source = null!;
    private int _bills;

    public TestIssuer Issuer { get; private set; } = null!;
    public RunningService<BillingDb> Billing { get; private set; } = null!;
    public EventTap<ArrearsReminderDue> Reminders { get; private set; } = null!;
    public EventTap<LineSuspended> Suspended { get; private set; } = null!;
    public EventTap<LineRestored> Restored { get; private set; } = null!;
    public EventTap<LineTerminated> Terminated { get; private set; } = null!;
    public EventTap<AccountClosed> Closed { get; private set; } = null!;
    public EventTap<RestoreGuaranteeMissed> Missed { get; private set; } = null!;

    public DateTimeOffset Now => Clock.Now();

    public DateOnly Today => Now.DateIn(Shanghai);

    private BusinessClock Clock => Billing.Services.GetRequiredService<BusinessClock>();

    public async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        var servers = await Servers.GetAsync();
        var messaging = await servers.NewVirtualHostAsync();
        Reminders = await EventTap<ArrearsReminderDue>.OpenAsync(messaging);
        Suspended = await EventTap<LineSuspended>.OpenAsync(messaging);
        Restored = await EventTap<LineRestored>.OpenAsync(messaging);
        Terminated = await EventTap<LineTerminated>.OpenAsync(messaging);
        Closed = await EventTap<AccountClosed>.OpenAsync(messaging);
        Missed = await EventTap<RestoreGuaranteeMissed>.OpenAsync(messaging);

        _source = await EventSource.OpenAsync(messaging);

        var simulators = $"http://127.0.0.1:{FreePort.Next()}";
        _simulators = new(new Dictionary<string, string> { ["Kestrel:Endpoints:http:Url"] = simulators });
        _simulators.StartServer();
        _switch = new HttpClient { BaseAddress = new Uri(simulators) };
        Billing = await RunningService<BillingDb>.StartAsync(
            Issuer,
            messaging,
            new Dictionary<string, string>
            {
                ["services:simulators:http:0"] = simulators,
                [BusinessClock.FileKey] = Path.Combine(
                    servers.Folder($"clock-{Guid.CreateVersion7():N}"),
                    "business-time"
                ),
            },
            seed: "40"
        );
        await ExecuteAsync(
            """
            insert into bill_runs (id, version, period, status, bill_date, due_on, first_number, accounts,
                                   requested_by, requested_at, started_at)
            values ($1, 1, '1999-12', 'Finished', '2000-01-01', '2000-01-20', 1, 0, 'test', now(), now())
            """,
            _run
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Billing.DisposeAsync();
        _switch.Dispose();
        await _simulators.DisposeAsync();
        await _source.DisposeAsync();
        await Reminders.DisposeAsync();
        await Suspended.DisposeAsync();
        await Restored.DisposeAsync();
        await Terminated.DisposeAsync();
        await Closed.DisposeAsync();
        await Missed.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    public static Guid Account(int n) => SeededOperator.AccountId(n);

    public static Guid Mobile(int n) => SeededOperator.LineId(n, 1);

    public static Guid SecondLine(int n) => SeededOperator.LineId(n, 2);

    public static string MobileNumber(int n) => $"138{n:00000000}";

    /// <summary>A bill that was sent, as the bill run makes it.</summary>
    /// <param name="overdueDays">How many days ago it was due; below zero for days to come.</param>
    public async Task<Guid> BillAsync(int account, int overdueDays, params Charge[] charges)
    {
        var (id, n) = (Guid.CreateVersion7(), Interlocked.Increment(ref _bills));
        await ExecuteAsync(
            """
            insert into bills (id, version, number, run_id, account_id, period, bill_date, due_on, currency,
                               amount_due, own_charges, status, issued_at)
            values ($1, 1, $2, $3, $4, $5, $6, $6, 'CNY', $8, $9, 'Sent', $7)
            """,
            id,
            $"B-{n:00000000}",
            _run,
            Account(account),
            $"period {n}",
            Today.AddDays(-overdueDays),
            Now,
            charges.Sum(charge => charge.Amount),
            charges.Where(charge => charge.Kind != "ThirdParty").Sum(charge => charge.Amount)
        );
        for (var i = 0; i < charges.Length; i++)
        {
            await ExecuteAsync(
                """
                insert into bill_lines (bill_id, seq, kind, line_id, period, name_zh, name_en, amount)
                values ($1, $2, $3, $4, '2000-01', '月租', 'Monthly fee', $5)
                """,
                id,
                i + 1,
                charges[i].Kind,
                (object?)charges[i].Line ?? DBNull.Value,
                charges[i].Amount
            );
        }

        await ExecuteAsync(
            """
            with entry as (
              insert into ledger_entries (id, kind, business_key, booked_at, narrative)
              values (gen_random_uuid(), 'Bill', $1, $2, 'Bill') returning id)
            insert into ledger_postings (entry_id, seq, ledger_account, account_id, amount, currency)
            select id, 1, '1122', $3, $4, 'CNY' from entry
            union all select id, 2, '6001', null, -$4, 'CNY' from entry
            """,
            $"B-{n:00000000}",
            Now,
            Account(account),
            charges.Sum(charge => charge.Amount)
        );
        return id;
    }

    /// <summary>The customer pays a part of what is open on his bill, or all of it, at the cash desk.</summary>
    /// <returns>The desk's number of the payment.</returns>
    public async Task<string> PayAsync(Guid bill, int account, decimal part = 1)
    {
        var open = await Billing.ScalarAsync<decimal>(
            $"select sum(amount - settled) from bill_lines where bill_id = '{bill}'"
        );
        var correlator = $"{Guid.CreateVersion7()}";
        await PayAsync(account, decimal.Round(open * part, 2), correlator);
        return correlator;
    }

    public async Task PayAsync(int account, decimal amount, string correlator)
    {
        using var clerk = Billing.As(Roles.Clerk);
        using var answer = await clerk.PostAsJsonAsync(
            new Uri(MoneyFixture.TmfPayments, UriKind.Relative),
            MoneyFixture.Cash(Account(account), amount, correlator)
        );
        answer.EnsureSuccessStatusCode();
    }

    public Task SayAsync<TEvent>(TEvent @event)
        where TEvent : class => _source.SayAsync(@event);

    /// <summary>An agent credits the account for a case.</summary>
    public async Task CompensateAsync(int account, decimal amount)
    {
        using var channel = GrpcChannel.ForAddress(Billing.Addresses.Grpc);
        var grant = new GrantRequest
        {
            AccountId = Account(account).ToString(),
            ComplaintId = Guid.CreateVersion7().ToString(),
            CaseNumber = "C-20261122-000001",
            Key = "restore",
            Amount = amount.ToString(CultureInfo.InvariantCulture),
            Reason = "赔付",
        };
        var token = Issuer.Token(Roles.Agent, account: null, "agent-of-restores");
        await new Credits.CreditsClient(channel).GrantAsync(
            grant,
            new Metadata { { "Authorization", $"Bearer {token}" } }
        );
    }

    /// <summary>Two persons take the bill back.</summary>
    public async Task ReverseAsync(Guid bill)
    {
        using var first = Billing.As(Roles.Finance, subject: "finance-1");
        using var second = Billing.As(Roles.Finance, subject: "finance-2");
        using var asked = await first.PostAsJsonAsync(
            $"/api/billing/v1/bills/{bill}/reversals",
            new { reason = "charged twice" }
        );
        asked.EnsureSuccessStatusCode();
        var reversal = (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        using var agreed = await second.PostAsync(
            new Uri($"{BilledMonth.Reversals}/{reversal}/approval", UriKind.Relative),
            content: null
        );
        agreed.EnsureSuccessStatusCode();
    }

    /// <summary>Business time goes on, and the walks over that day's due bills are done.</summary>
    public async Task NextDayAsync(int days = 1)
    {
        Clock.Advance(TimeSpan.FromDays(days));
        var today = Today;
        await Eventually.TrueAsync(
            async () =>
                await Billing.ScalarAsync<long>(
                    $"select count(*) from dunning_days where day = '{today:yyyy-MM-dd}' and finished_at is not null"
                ) == 2,
            "the day's walks"
        );
    }

    public void Move(TimeSpan by) => Clock.Advance(by);

    /// <summary>The account's mobile line is barred for a bill of 50 that is 31 days overdue.</summary>
    public async Task<Guid> SuspendAsync(int account)
    {
        var bill = await BillAsync(account, overdueDays: 30, new Charge(Mobile(account), 50));
        await NextDayAsync();
        await Suspended.FirstAsync(said => said.LineId == Mobile(account));
        return bill;
    }

    public async Task BehaveAsync(SwitchBehaviour behaviour)
    {
        using var answer = await _switch.PutAsJsonAsync(new Uri("switch/behaviour", UriKind.Relative), behaviour);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A line as the switch has it.</summary>
    public async Task<SwitchedLine> SwitchedAsync(string serviceNumber) =>
        (await _switch.GetFromJsonAsync<SwitchedLine>(new Uri($"switch/lines/{serviceNumber}", UriKind.Relative)))!;

    public Task<string?> StatusAsync(Guid line) =>
        Billing.ScalarAsync<string>($"select status from line_standings where line_id = '{line}'");

    public Task EventuallyAsync(Guid line, string status) =>
        Eventually.TrueAsync(async () => await StatusAsync(line) == status, $"a line that is {status}");

    public async Task<JsonElement> GetAsync(HttpClient client, string path) =>
        await client.GetFromJsonAsync<JsonElement>(new Uri($"/api/billing/v1/{path}", UriKind.Relative));

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Billing.Database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}
