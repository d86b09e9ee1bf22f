using System;
using System.Linq;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Billing.Tests.Features.Payments.MoneyFixture;

namespace Billing.Tests.Features.Payments;

/// <summary>B9: what is open is settled once, whoever pays at the same moment.</summary>
public sealed class SettlementTests(MoneyFixture platform) : IClassFixture<MoneyFixture>
{
    [Fact]
    public async Task Fifty_payments_at_once_settle_no_more_than_is_open()
    {
        var account = platform.NextAccount();
        await platform.SendBillAsync(account, 1, (100.01m, false), (20, true));
        await platform.SendBillAsync(account, 2, (150, false));
        await using var replica = platform.Billing.StartReplica();
        using var here = platform.Billing.As(Roles.Clerk);
        using var there = replica.As(Roles.Clerk);

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(async i =>
                {
                    using var answer = await (i % 2 == 0 ? here : there).PostAsJsonAsync(
                        TmfPayments,
                        Cash(account, 7.77m, $"parallel-{i}"),
                        Ct
                    );
                    return answer.StatusCode;
                })
        );

        answers.ShouldAllBe(status => status == HttpStatusCode.Created);
        var balance = await platform.BalanceAsync(account);
        balance.GetProperty("open").GetDecimal().ShouldBe(0);
        balance.GetProperty("balance").GetDecimal().ShouldBe((50 * 7.77m) - 270.01m);
        (await platform.LedgerAsync("1122", account)).ShouldBe(0);
        (await platform.LedgerAsync("2203", account)).ShouldBe(270.01m - (50 * 7.77m));
        (
            await platform.Billing.ScalarAsync<decimal>(
                $"select sum(i.amount) from payment_items i join payments p on p.id = i.payment_id where p.account_id = '{account}'"
            )
        ).ShouldBe(270.01m);
        (
            await platform.Billing.ScalarAsync<long>(
                $"select count(*) from bills b join bill_lines l on l.bill_id = b.id where b.account_id = '{account}' and (b.status <> 'Settled' or b.settled_at is null or l.settled <> l.amount)"
            )
        ).ShouldBe(0);
        await Eventually.TrueAsync(
            () => Task.FromResult(platform.Paid.Heard.Count(it => it.Event.AccountId == account) == 2),
            "both bills said to be paid"
        );
    }

    [Fact]
    public async Task The_same_payment_told_thirty_times_at_once_is_taken_once()
    {
        var account = platform.NextAccount();
        using var clerk = platform.Billing.As(Roles.Clerk);

        var ids = await Task.WhenAll(
            Enumerable
                .Range(0, 30)
                .Select(async _ =>
                {
                    using var answer = await clerk.PostAsJsonAsync(TmfPayments, Cash(account, 10, "told-often"), Ct);
                    return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
                })
        );

        ids.Distinct().Count().ShouldBe(1);
        (await platform.LedgerAsync("2203", account)).ShouldBe(-10);
    }

    [Fact]
    public async Task A_balance_pays_for_the_next_bill_once_however_often_the_bill_is_announced()
    {
        var account = platform.NextAccount();
        using var clerk = platform.Billing.As(Roles.Clerk);
        using var advance = await clerk.PostAsJsonAsync(TmfPayments, Cash(account, 100), Ct);
        var bill = await platform.SendBillAsync(account, 3, (60, false));
        var issued = new BillIssued(
            bill,
            1,
            $"B-{bill}",
            account,
            "A1000001",
            "2026-03",
            60,
            60,
            "CNY",
            new DateOnly(2026, 3, 20),
            DateTimeOffset.UnixEpoch
        );

        var message = Guid.CreateVersion7();
        await platform.Neighbours.SayAsync(issued, message);
        await platform.Neighbours.SayAsync(issued, message);
        await platform.Paid.FirstAsync(it => it.BillId == bill);
        var next = await platform.SendBillAsync(account, 4, (50, false));
        await platform.Neighbours.SayAsync(issued with { BillId = next, BillNumber = $"B-{next}", Period = "2026-04" });

        await Eventually.TrueAsync(
            async () => await platform.LedgerAsync("2203", account) == 0,
            "the balance to be spent"
        );
        (await platform.LedgerAsync("1122", account)).ShouldBe(10);
        var balance = await platform.BalanceAsync(account);
        balance.GetProperty("open").GetDecimal().ShouldBe(10);
        balance.GetProperty("balance").GetDecimal().ShouldBe(0);
        platform.Paid.Heard.Count(it => it.Event.AccountId == account).ShouldBe(1);
    }

    [Fact]
    public async Task The_balance_of_an_account_tells_open_disputed_and_overdue_apart()
    {
        var account = platform.NextAccount();
        await platform.SendBillAsync(account, 1, (40, false), (15, true));
        await platform.Billing.ScalarAsync<int>(
            $"update bills set due_on = '2020-01-20' where account_id = '{account}' returning 1"
        );
        var later = await platform.SendBillAsync(account, 12, (25, false));
        await platform.Billing.ScalarAsync<int>(
            $"update bills set due_on = '2999-12-20' where id = '{later}' returning 1"
        );
        using var customer = platform.Billing.As(Roles.Customer, account);

        var balance = await customer.GetFromJsonAsync<JsonElement>($"/api/billing/v1/accounts/{account}/balance", Ct);

        balance.GetProperty("open").GetDecimal().ShouldBe(80);
        balance.GetProperty("disputed").GetDecimal().ShouldBe(15);
        balance.GetProperty("overdue").GetDecimal().ShouldBe(40);
        balance.GetProperty("balance").GetDecimal().ShouldBe(0);
        balance.GetProperty("currency").GetString().ShouldBe("CNY");
    }

    [Fact]
    public async Task P4_nobody_reads_another_customers_balance()
    {
        using var customer = platform.Billing.As(Roles.Customer, platform.NextAccount());

        using var answer = await customer.GetAsync(
            new Uri($"/api/billing/v1/accounts/{platform.NextAccount()}/balance", UriKind.Relative),
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
