using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Loyalty.Contracts.Events.V1;
using Npgsql;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Loyalty.Tests.LoyaltyFixture;

namespace Loyalty.Tests.Features;

/// <summary>L1, L2: points follow what Billing says.</summary>
public sealed class PointsLifeTests(LoyaltyFixture platform) : IClassFixture<LoyaltyFixture>
{
    [Fact]
    public async Task A_bill_is_pending_when_it_is_issued_and_earns_when_it_is_paid()
    {
        await using var earned = await EventTap<PointsEarned>.OpenAsync(platform.Messaging);
        var account = Guid.CreateVersion7();

        var bill = await platform.IssueAsync(account, 128.60m);
        await platform.BalanceAsync(account, pending: 128);
        await platform.PayAsync(account, 128.60m, bill);
        await platform.BalanceAsync(account, available: 128);

        var said = (await earned.FirstAsync(it => it.AccountId == account)).Event;
        (said.Points, said.Balance, said.BillNumber).ShouldBe((128, 128, NumberOf(bill)));
        using var customer = platform.Loyalty.As(Roles.Customer, account);
        var entries = await customer.GetFromJsonAsync<JsonElement[]>($"{Root}/{account}/entries", Ct);
        entries!.Select(entry => entry.GetProperty("kind").GetString()).ShouldBe(["earned", "announced"]);
        var lots = await customer.GetFromJsonAsync<JsonElement[]>($"{Root}/{account}/lots", Ct);
        lots!.Single().GetProperty("remaining").GetInt64().ShouldBe(128);
    }

    [Fact]
    public async Task Billings_facts_may_come_in_any_order_and_twice()
    {
        var (account, bill) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        await platform.ReverseAsync(account, 300, bill);
        await platform.PayAsync(account, 300, bill);
        await platform.PayAsync(account, 300, bill);
        await platform.IssueAsync(account, 300, bill);
        var other = await platform.PayAsync(account, 200);
        await platform.IssueAsync(account, 200, other);

        await platform.BalanceAsync(account, available: 200);
    }

    [Fact]
    public async Task A_reversed_bill_whose_points_were_spent_is_owed()
    {
        var account = Guid.CreateVersion7();
        var bill = await platform.PayAsync(account, 300);
        await platform.BalanceAsync(account, available: 300);
        using var customer = platform.Loyalty.As(Roles.Customer, account);
        using var redeemed = await customer.PostAsJsonAsync(
            $"{Root}/{account}/redemptions",
            new
            {
                points = 300,
                what = "voucher",
                key = "r-1",
            },
            Ct
        );
        redeemed.EnsureSuccessStatusCode();

        await platform.ReverseAsync(account, 300, bill);
        await platform.BalanceAsync(account, debt: 300);
        await platform.PayAsync(account, 350);

        await platform.BalanceAsync(account, available: 50);
    }

    [Fact]
    public async Task Points_wait_while_a_line_is_suspended_and_end_with_the_account()
    {
        var account = await platform.AccountWithAsync(500);
        var line = Guid.CreateVersion7();

        await platform.Billing.SayAsync(
            new LineSuspended(line, 2, account, "13900000001", "mobile", 88, "CNY", platform.Now)
        );
        await platform.BalanceAsync(account, frozen: 500);
        await platform.Billing.SayAsync(
            new LineRestored(
                line,
                3,
                account,
                "13900000001",
                "mobile",
                Guid.CreateVersion7(),
                platform.Now,
                platform.Now
            )
        );
        await platform.BalanceAsync(account, available: 500);
        await platform.Billing.SayAsync(new AccountClosed(account, 9, "withdrawal", platform.Now));

        var member = await platform.BalanceAsync(account);
        member.GetProperty("status").GetString().ShouldBe("closed");
        (await VoidOf(account)).ShouldBe(500);
    }

    [Fact]
    public async Task A_suspended_line_that_ends_no_longer_holds_the_others_points()
    {
        var account = await platform.AccountWithAsync(500);
        var line = Guid.CreateVersion7();
        await platform.Billing.SayAsync(
            new LineSuspended(line, 2, account, "13900000002", "mobile", 88, "CNY", platform.Now)
        );
        await platform.BalanceAsync(account, frozen: 500);

        await platform.Billing.SayAsync(new LineTerminated(line, 3, account, "13900000002", "mobile", platform.Now));

        await platform.BalanceAsync(account, available: 500);
    }

    [Fact]
    public async Task A_member_of_many_bills_at_once_counts_each_once()
    {
        var account = Guid.CreateVersion7();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => platform.PayAsync(account, 10)));

        await platform.BalanceAsync(account, available: 400);
    }

    [Fact]
    public async Task L1_of_many_bills_each_earns_once_in_its_own_trace_and_only_the_one_that_cannot_be_kept_fails()
    {
        const int Many = 300;
        await using var earned = await EventTap<PointsEarned>.OpenAsync(platform.Messaging);
        var accounts = Enumerable.Range(0, Many / 2).Select(_ => Guid.CreateVersion7()).ToList();
        var bills = accounts.Concat(accounts).Select(account => Paid(account)).ToList(); // each member has two
        var poison = Paid(Guid.CreateVersion7(), number: "a number that no database keeps: \0");

        var traces = await Task.WhenAll(
            bills
                .SelectMany((bill, place) => place % 3 == 0 ? [bill, bill] : new[] { bill })
                .Append(poison)
                .Select(SayInItsOwnTraceAsync)
        );

        var heard = await Eventually.GetAsync(
            () => Task.FromResult(earned.Heard.Count >= Many ? earned.Heard : null),
            "what each earned"
        );
        var failed = await Eventually.GetAsync(FailedAsync, "the one that fails");
        failed.ShouldHaveSingleItem().MessageId.ShouldBe(poison.BillId);
        heard.Select(it => it.Event.BillNumber).ShouldBe(bills.Select(it => it.BillNumber), ignoreOrder: true);
        var said = traces.ToLookup(it => it.Bill, it => it.Trace);
        heard.ShouldAllBe(it => said[it.Event.BillNumber].Contains(it.Traceparent!.Split('-', 4)[1]));
        foreach (var member in heard.GroupBy(it => it.Event.AccountId))
        {
            member.Select(it => it.Event.Balance).Order().ShouldBe([10, 20]);
            member.Select(it => it.Event.Version).ShouldBeUnique();
        }

        await platform.BalanceAsync(accounts[^1], available: 20);
        (await CountAsync($"members where account_id = '{poison.AccountId}'")).ShouldBe(0);
    }

    [Fact]
    public async Task L1_of_many_bills_each_is_pending_once()
    {
        var bills = Enumerable.Range(0, 100).Select(_ => (Account: Guid.CreateVersion7(), Bill: Guid.CreateVersion7()));
        var (twice, all) = (Guid.CreateVersion7(), bills.ToList());

        await Task.WhenAll([
            .. all.Select(it => platform.IssueAsync(it.Account, 10, it.Bill)),
            .. all.Select(it => platform.IssueAsync(it.Account, 10, it.Bill)), // once more under another message id
            platform.IssueAsync(twice, 10),
            platform.IssueAsync(twice, 10),
        ]);

        await platform.BalanceAsync(twice, pending: 20);
        foreach (var (account, _) in all)
        {
            await platform.BalanceAsync(account, pending: 10);
        }
    }

    [Fact]
    public async Task L2_the_database_refuses_entries_that_do_not_balance_take_what_is_not_there_or_are_changed()
    {
        var account = await platform.AccountWithAsync(100);

        (await RefusedAsync(account, "('Issued', 10)")).ShouldContain("does not sum to zero");
        (await RefusedAsync(account, "('Available', -150), ('Redeemed', 150)")).ShouldContain("disagree");
        (
            await RefusedAsync(
                account,
                "('Available', -150), ('Redeemed', 150)",
                $"update members set available = -50, redeemed = 150 where account_id = '{account}'"
            )
        ).ShouldContain("members_available_check");
        (
            await RefusedAsync(
                account,
                "('Available', -100), ('Redeemed', 100)",
                $"update members set available = 0, redeemed = 100 where account_id = '{account}'"
            )
        ).ShouldContain("disagree"); // the lots still hold them
        (
            await RefusedAsync(
                account,
                "('Available', -100), ('Redeemed', 100)",
                $"update point_lots set remaining = -1 where account_id = '{account}'"
            )
        ).ShouldContain("point_lots_remaining_check");
        (
            await RefusedAsync(
                account,
                "('Available', 1), ('Issued', -1)",
                $"update point_postings set points = 1 where account_id = '{account}'"
            )
        ).ShouldContain("only grows");
        await platform.BalanceAsync(account, available: 100);
    }

    private BillPaid Paid(Guid account, string? number = null)
    {
        var id = Guid.CreateVersion7();
        return new(id, 3, number ?? NumberOf(id), account, "2026-10", 10, 10, "CNY", platform.Now);
    }

    /// <summary>The bill's id is the message's: said twice it is a second delivery.</summary>
    private async Task<(string Bill, string Trace)> SayInItsOwnTraceAsync(BillPaid paid)
    {
        using var trace = new Activity("say") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        await platform.Billing.SayAsync(paid, paid.BillId);
        return (paid.BillNumber, trace.TraceId.ToString());
    }

    private async Task<IReadOnlyList<(Guid MessageId, string Why)>?> FailedAsync()
    {
        var servers = await Servers.GetAsync();
        var failed = await servers.FailedAsync(platform.Messaging, "loyalty-earn-points-when-bill-paid");
        return failed.Count > 0 ? failed : null;
    }

    private Task<long> CountAsync(string what) => platform.Loyalty.ScalarAsync<long>($"select count(*) from {what}");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What PostgreSQL says to an entry with these postings, and whatever else, in one commit.</summary>
    private async Task<string> RefusedAsync(Guid account, string postings, string andThen = "select 1")
    {
        await using var command = platform.Loyalty.Database.CreateCommand(
            $"""
            with entry as (
              insert into point_entries (id, account_id, kind, business_key, booked_at)
              values (gen_random_uuid(), '{account}', 'Adjusted', gen_random_uuid()::text, now()) returning id)
            insert into point_postings (entry_id, seq, account_id, ledger_account, points)
            select entry.id, row_number() over (), '{account}', p.account, p.points
              from entry, (values {postings}) p (account, points);
            {andThen};
            """
        );
        return (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct))).Message;
    }

    private Task<long> VoidOf(Guid account) =>
        platform.Loyalty.ScalarAsync<long>(
            $"select sum(points)::bigint from point_postings where account_id = '{account}' and ledger_account = 'Void'"
        );
}
