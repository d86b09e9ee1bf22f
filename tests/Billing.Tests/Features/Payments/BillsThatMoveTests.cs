using System;
using System.Linq;
using System.Net;
using System.Net.Http;
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

/// <summary>B9, B15: what finance does to a bill creates no money and loses none of the customer's.</summary>
public sealed class BillsThatMoveTests(MoneyFixture platform) : IClassFixture<MoneyFixture>
{
    [Fact]
    public async Task A_bill_that_was_held_takes_what_was_paid_meanwhile_as_soon_as_it_is_sent()
    {
        var account = platform.NextAccount();
        var bill = await platform.SendBillAsync(account, 5, (60, false));
        using var finance = platform.Billing.As(Roles.Finance);
        await MoveAsync(finance, bill, "onHold");
        using var clerk = platform.Billing.As(Roles.Clerk);
        using var paid = await clerk.PostAsJsonAsync(TmfPayments, Cash(account, 75), Ct);
        await MoveAsync(finance, bill, "validated");

        var sent = await MoveAsync(finance, bill, "sent");

        sent.GetProperty("state").GetString().ShouldBe("settled");
        var balance = await platform.BalanceAsync(account);
        balance.GetProperty("open").GetDecimal().ShouldBe(0);
        balance.GetProperty("balance").GetDecimal().ShouldBe(15);
        (await platform.LedgerAsync("1122", account)).ShouldBe(0);
        await platform.Paid.FirstAsync(it => it.BillId == bill);
    }

    [Fact]
    public async Task A_bill_that_is_sent_a_second_time_takes_the_balance_a_second_time()
    {
        var account = platform.NextAccount();
        var (first, second) = (
            await platform.SendBillAsync(account, 5, (30, false)),
            await platform.SendBillAsync(account, 6, (50, false))
        );
        using var finance = platform.Billing.As(Roles.Finance);
        using var clerk = platform.Billing.As(Roles.Clerk);
        foreach (var bill in new[] { first, second })
        {
            await MoveAsync(finance, bill, "onHold");
            await MoveAsync(finance, bill, "validated");
        }

        using var paid = await clerk.PostAsJsonAsync(TmfPayments, Cash(account, 40), Ct);
        await MoveAsync(finance, first, "sent");
        await MoveAsync(finance, second, "sent");

        (await platform.LedgerAsync("2203", account)).ShouldBe(0);
        (await platform.BalanceAsync(account)).GetProperty("open").GetDecimal().ShouldBe(40);
    }

    [Fact]
    public async Task A_bill_that_left_a_credit_is_not_taken_back_once_the_credit_is_spent()
    {
        var account = platform.NextAccount();
        var credit = await platform.SendCreditAsync(account, 5, 50);
        var bill = await platform.SendBillAsync(account, 6, (60, false));
        await platform.Neighbours.SayAsync(Issued(bill, account));
        await Eventually.TrueAsync(async () => await platform.LedgerAsync("2203", account) == 0, "the credit spent");

        using var answer = await ReverseAsync(credit);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("code").GetString().ShouldBe("bill.credit-spent");
        (await platform.LedgerAsync("2203", account)).ShouldBe(0);
    }

    [Fact]
    public async Task A_bill_that_left_a_credit_is_taken_back_while_the_credit_is_there()
    {
        var account = platform.NextAccount();
        var credit = await platform.SendCreditAsync(account, 5, 50);

        using var answer = await ReverseAsync(credit);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await platform.LedgerAsync("2203", account)).ShouldBe(0);
        (await platform.BalanceAsync(account)).GetProperty("balance").GetDecimal().ShouldBe(0);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<JsonElement> MoveAsync(HttpClient finance, Guid bill, string state)
    {
        var path = new Uri($"/tmf-api/customerBillManagement/v4/customerBill/{bill}", UriKind.Relative);
        using var read = await finance.GetAsync(path, Ct);
        using var request = new HttpRequestMessage(HttpMethod.Patch, path)
        {
            Content = JsonContent.Create(new { state }),
            Headers = { IfMatch = { read.Headers.ETag! } },
        };
        using var answer = await finance.SendAsync(request, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, state);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private async Task<HttpResponseMessage> ReverseAsync(Guid bill)
    {
        using var first = platform.Billing.As(Roles.Finance, subject: "finance-1");
        using var second = platform.Billing.As(Roles.Finance, subject: "finance-2");
        using var asked = await first.PostAsJsonAsync(
            $"/api/billing/v1/bills/{bill}/reversals",
            new { reason = "the correction was wrong" },
            Ct
        );
        asked.StatusCode.ShouldBe(HttpStatusCode.Created);
        var reversal = (await asked.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString();
        return await second.PostAsync(
            new Uri($"/api/billing/v1/billReversals/{reversal}/approval", UriKind.Relative),
            content: null,
            Ct
        );
    }

    private static BillIssued Issued(Guid bill, Guid account) =>
        new(
            bill,
            1,
            $"B-{bill}",
            account,
            "A1000001",
            "2026-06",
            60,
            60,
            "CNY",
            new DateOnly(2026, 6, 20),
            DateTimeOffset.UnixEpoch
        );
}
