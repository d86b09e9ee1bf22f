using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Billing.Tests.Features.Payments.MoneyFixture;

namespace Billing.Tests.Features.Payments;

/// <summary>B9: the cash desk, over HTTP, with what is stored and what is said.</summary>
public sealed class TakePaymentTests(MoneyFixture platform) : IClassFixture<MoneyFixture>
{
    [Fact]
    public async Task A_payment_settles_the_oldest_bill_and_leaves_the_rest_as_balance()
    {
        var account = platform.NextAccount();
        var old = await platform.SendBillAsync(account, 1, (60, false));
        var young = await platform.SendBillAsync(account, 2, (28.50m, false));
        using var clerk = platform.Billing.As(Roles.Clerk, subject: "clerk-1");

        using var answer = await clerk.PostAsJsonAsync(TmfPayments, Cash(account, 100, "desk-1"), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var payment = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var id = payment.GetProperty("id").GetGuid();
        answer.Headers.Location!.ToString().ShouldBe($"{TmfPayments}/{id}");
        payment.GetProperty("correlatorId").GetString().ShouldBe("desk-1");
        payment.GetProperty("status").GetString().ShouldBe("done");
        payment.GetProperty("account").GetProperty("id").GetGuid().ShouldBe(account);
        payment.GetProperty("paymentMethod").GetProperty("name").GetString().ShouldBe("cash");
        payment.GetProperty("totalAmount").GetProperty("value").GetDecimal().ShouldBe(100);
        payment.GetProperty("remainingAmount").GetProperty("value").GetDecimal().ShouldBe(11.50m);
        payment
            .GetProperty("paymentItem")
            .EnumerateArray()
            .Select(item =>
                (
                    item.GetProperty("item").GetProperty("id").GetGuid(),
                    item.GetProperty("amount").GetProperty("value").GetDecimal()
                )
            )
            .ShouldBe([(old, 60m), (young, 28.50m)]);

        (await platform.LedgerAsync("1122", account)).ShouldBe(0);
        (await platform.LedgerAsync("2203", account)).ShouldBe(-11.50m);
        (
            await platform.Billing.ScalarAsync<decimal>(
                "select sum(p.amount) from ledger_postings p join ledger_entries e on e.id = p.entry_id where e.business_key = 'hall:desk-1' and p.ledger_account = '1001'"
            )
        ).ShouldBe(100);

        var received = (await platform.Received.FirstAsync(it => it.PaymentId == id)).Event;
        (received.AccountId, received.Amount, received.LeftAsBalance).ShouldBe((account, 100m, 11.50m));
        (received.Method, received.Correlator, received.Currency).ShouldBe(("cash", "desk-1", "CNY"));
        var paid = (await platform.Paid.FirstAsync(it => it.BillId == young)).Event;
        (paid.AccountId, paid.Amount, paid.OwnCharges, paid.Period).ShouldBe((account, 28.50m, 28.50m, "2026-02"));
        await platform.Paid.FirstAsync(it => it.BillId == old);
        platform.Paid.Heard.Count(it => it.Event.AccountId == account).ShouldBe(2);
    }

    [Fact]
    public async Task The_same_payment_told_again_is_the_same_payment()
    {
        var account = platform.NextAccount();
        await platform.SendBillAsync(account, 1, (50, false));
        using var clerk = platform.Billing.As(Roles.Clerk);

        using var first = await clerk.PostAsJsonAsync(TmfPayments, Cash(account, 30, "desk-again"), Ct);
        using var again = await clerk.PostAsJsonAsync(TmfPayments, Cash(account, 30, "desk-again"), Ct);

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Content.ReadAsStringAsync(Ct)).ShouldBe(await first.Content.ReadAsStringAsync(Ct));
        (await platform.LedgerAsync("1122", account)).ShouldBe(20);
    }

    [Fact]
    public async Task A_correlator_that_comes_again_with_other_facts_is_refused_and_noted_once_for_finance()
    {
        var (account, other) = (platform.NextAccount(), platform.NextAccount());
        using var clerk = platform.Billing.As(Roles.Clerk);
        using var finance = platform.Billing.As(Roles.Finance);
        using var first = await clerk.PostAsJsonAsync(TmfPayments, Cash(account, 30, "desk-reused"), Ct);

        using var otherAmount = await clerk.PostAsJsonAsync(TmfPayments, Cash(account, 31, "desk-reused"), Ct);
        using var otherAccount = await clerk.PostAsJsonAsync(TmfPayments, Cash(other, 30, "desk-reused"), Ct);
        using var repeated = await clerk.PostAsJsonAsync(TmfPayments, Cash(other, 30, "desk-reused"), Ct);

        foreach (var refused in new[] { otherAmount, otherAccount, repeated })
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            var error = await refused.Content.ReadFromJsonAsync<JsonElement>(Ct);
            error.GetProperty("code").GetString().ShouldBe("payment.correlator-reused");
            error.GetProperty("@type").GetString().ShouldBe("Error");
        }

        var incidents = await finance.GetFromJsonAsync<JsonElement[]>(
            "/api/billing/v1/paymentIncidents?about=hall:desk-reused",
            Ct
        );
        incidents!
            .Select(it => (it.GetProperty("kind").GetString(), it.GetProperty("times").GetInt32()))
            .ShouldBe([("correlatorReused", 2), ("correlatorReused", 1)]);
        incidents![1].GetProperty("facts").GetString()!.ShouldContain("31.00 CNY");
        (await platform.LedgerAsync("2203", account)).ShouldBe(-30);
        (await platform.LedgerAsync("2203", other)).ShouldBe(0);
    }

    [Fact]
    public async Task The_refusal_of_a_reused_correlator_is_kept_under_its_idempotency_key_with_its_incident()
    {
        var account = platform.NextAccount();
        using var clerk = platform.Billing.As(Roles.Clerk);
        using var first = await clerk.PostAsJsonAsync(TmfPayments, Cash(account, 30, "desk-keyed"), Ct);
        clerk.DefaultRequestHeaders.Add("Idempotency-Key", "one-mistake");

        using var refused = await clerk.PostAsJsonAsync(TmfPayments, Cash(account, 31, "desk-keyed"), Ct);
        using var replayed = await clerk.PostAsJsonAsync(TmfPayments, Cash(account, 31, "desk-keyed"), Ct);

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        replayed.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (
            await platform.Billing.ScalarAsync<int>(
                "select times from payment_incidents where about = 'hall:desk-keyed'"
            )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task Two_channels_may_use_the_same_number()
    {
        var account = platform.NextAccount();
        using var clerk = platform.Billing.As(Roles.Clerk);
        var kiosk = JsonSerializer.SerializeToNode(Cash(account, 20, "same-number"))!;
        kiosk["channel"] = new System.Text.Json.Nodes.JsonObject { ["id"] = "kiosk" };

        using var hall = await clerk.PostAsJsonAsync(TmfPayments, Cash(account, 10, "same-number"), Ct);
        using var other = await clerk.PostAsJsonAsync(TmfPayments, kiosk, Ct);

        (hall.StatusCode, other.StatusCode).ShouldBe((HttpStatusCode.Created, HttpStatusCode.Created));
        (await platform.LedgerAsync("2203", account)).ShouldBe(-30);
    }

    [Theory]
    [InlineData("""{"unit":"CNY","value":0}""", "totalAmount.value", "More than 0")]
    [InlineData("""{"unit":"CNY","value":-5}""", "totalAmount.value", "More than 0")]
    [InlineData("""{"unit":"CNY","value":1000000.01}""", "totalAmount.value", "at most 1000000")]
    [InlineData("""{"unit":"CNY","value":0.001}""", "totalAmount.value", "two decimals")]
    [InlineData("""{"unit":"CNY"}""", "totalAmount.value", "mandatory")]
    [InlineData("""{"unit":"USD","value":5}""", "totalAmount.unit", "CNY is expected")]
    public async Task A_sum_that_cannot_be_paid_is_refused_with_its_field(string sum, string field, string why)
    {
        var body =
            $$"""{"correlatorId":"x","account":{"id":"{{BillingFixture.Account1}}"},"paymentMethod":{"@type":"cash"},"totalAmount":{{sum}}}""";

        var message = await RefusedAsync(body);

        message.ShouldStartWith($"{field}: ");
        message.ShouldContain(why);
    }

    [Theory]
    [InlineData(
        """{"account":{"id":"x"},"paymentMethod":{"name":"cash"},"totalAmount":{"unit":"CNY","value":5}}""",
        "correlatorId: "
    )]
    [InlineData(
        """{"correlatorId":"a b","account":{"id":"x"},"paymentMethod":{"name":"cash"},"totalAmount":{"unit":"CNY","value":5}}""",
        "correlatorId: "
    )]
    [InlineData(
        """{"correlatorId":"x","paymentMethod":{"name":"cash"},"totalAmount":{"unit":"CNY","value":5}}""",
        "account: "
    )]
    [InlineData(
        """{"correlatorId":"x","account":{"id":"x"},"totalAmount":{"unit":"CNY","value":5}}""",
        "paymentMethod: "
    )]
    [InlineData("""{"correlatorId":"x","account":{"id":"x"},"paymentMethod":{"name":"cash"}}""", "totalAmount: ")]
    [InlineData(
        """{"correlatorId":"x","account":{"id":"x"},"paymentMethod":{"name":"cash"},"totalAmount":{"unit":"CNY","value":5}}""",
        "account.id: "
    )]
    [InlineData(
        """{"correlatorId":"x","account":{"id":"0190a000-0000-7000-8000-00000000ffff"},"paymentMethod":{"name":"cash"},"totalAmount":{"unit":"CNY","value":5}}""",
        "account.id: "
    )]
    [InlineData(
        """{"correlatorId":"x","account":{"id":"x"},"paymentMethod":{"name":"gold"},"totalAmount":{"unit":"CNY","value":5}}""",
        "paymentMethod.name: "
    )]
    [InlineData(
        """{"correlatorId":"x","account":{"id":"x"},"paymentMethod":{"name":"cash"},"totalAmount":{"unit":"CNY","value":5},"channel":{"id":"checkout"}}""",
        "channel.id: "
    )]
    [InlineData(
        """{"correlatorId":"x","account":{"id":"x"},"paymentMethod":{"name":"cash"},"totalAmount":{"unit":"CNY","value":5},"channel":{"id":"balance"}}""",
        "channel.id: "
    )]
    public async Task What_is_missing_or_wrong_is_named(string body, string field) =>
        (await RefusedAsync(body)).ShouldStartWith(field);

    [Fact]
    public async Task P4_a_customer_sees_the_payments_of_his_account_and_no_others()
    {
        var (account, other) = (platform.NextAccount(), platform.NextAccount());
        using var clerk = platform.Billing.As(Roles.Clerk);
        using var taken = await clerk.PostAsJsonAsync(TmfPayments, Cash(account, 10), Ct);
        using var others = await clerk.PostAsJsonAsync(TmfPayments, Cash(other, 10, "of-other"), Ct);
        using var customer = platform.Billing.As(Roles.Customer, account);

        var own = await customer.GetFromJsonAsync<JsonElement[]>(TmfPayments, Ct);
        var filtered = await customer.GetFromJsonAsync<JsonElement[]>($"{TmfPayments}?account.id={other}", Ct);
        var byCorrelator = await customer.GetFromJsonAsync<JsonElement[]>($"{TmfPayments}?correlatorId=of-other", Ct);
        using var foreign = await customer.GetAsync(others.Headers.Location, Ct);
        using var mine = await customer.GetAsync(taken.Headers.Location, Ct);

        own!.Single().GetProperty("account").GetProperty("id").GetGuid().ShouldBe(account);
        filtered!.ShouldBeEmpty();
        byCorrelator!.ShouldBeEmpty();
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        mine.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Staff_find_a_payment_by_its_correlator_and_by_its_account()
    {
        var account = platform.NextAccount();
        using var clerk = platform.Billing.As(Roles.Clerk);
        using var taken = await clerk.PostAsJsonAsync(TmfPayments, Cash(account, 10, "findable"), Ct);

        var byCorrelator = await clerk.GetFromJsonAsync<JsonElement[]>($"{TmfPayments}?correlatorId=findable", Ct);
        var byAccount = await clerk.GetFromJsonAsync<JsonElement[]>($"{TmfPayments}?account.id={account}", Ct);
        using var unknown = await clerk.GetAsync(new Uri($"{TmfPayments}?status=done", UriKind.Relative), Ct);

        byCorrelator!.Single().GetProperty("correlatorId").GetString().ShouldBe("findable");
        byAccount!.Single().GetProperty("correlatorId").GetString().ShouldBe("findable");
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<string> RefusedAsync(string body)
    {
        using var clerk = platform.Billing.As(Roles.Clerk);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await clerk.PostAsync(new Uri(TmfPayments, UriKind.Relative), content, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("message").GetString()!;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
