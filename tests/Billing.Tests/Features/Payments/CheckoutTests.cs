using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Simulators.Checkouts;
using Testing;
using Xunit;
using static Billing.Tests.Features.Payments.MoneyFixture;

namespace Billing.Tests.Features.Payments;

/// <summary>B9: hosted checkout with a provider that behaves, and misbehaves, as told.</summary>
public sealed class CheckoutTests(MoneyFixture platform) : IClassFixture<MoneyFixture>
{
    [Fact]
    public async Task A_customer_pays_his_bill_on_the_providers_page()
    {
        var account = platform.NextAccount();
        var bill = await platform.SendBillAsync(account, 1, (88.50m, false));
        using var customer = platform.Billing.As(Roles.Customer, account);

        using var started = await customer.PostAsJsonAsync(
            Checkouts,
            new
            {
                accountId = account,
                amount = 88.50m,
                billId = bill,
            },
            Ct
        );
        started.StatusCode.ShouldBe(HttpStatusCode.Created);
        var checkout = await started.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var page = await platform.Provider.GetStringAsync(new Uri(checkout.GetProperty("url").GetString()!), Ct);
        page.ShouldContain("88.50 CNY");
        await PayAsync(checkout);

        await platform.Paid.FirstAsync(it => it.BillId == bill);
        var paid = await customer.GetFromJsonAsync<JsonElement>(started.Headers.Location, Ct);
        paid.GetProperty("status").GetString().ShouldBe("paid");
        var payment = (await customer.GetFromJsonAsync<JsonElement[]>(TmfPayments, Ct))!.Single();
        payment.GetProperty("paymentMethod").GetProperty("name").GetString().ShouldBe("checkout");
        payment.GetProperty("channel").GetProperty("id").GetString().ShouldBe("checkout");
        (
            await platform.Billing.ScalarAsync<decimal>(
                $"select sum(p.amount) from ledger_postings p join ledger_entries e on e.id = p.entry_id where e.business_key = 'checkout:{payment.GetProperty("correlatorId").GetString()}' and p.ledger_account = '1012'"
            )
        ).ShouldBe(88.50m);
    }

    [Fact]
    public async Task Duplicates_in_the_wrong_order_count_once()
    {
        var (account, checkout) = await StartAsync(25, new(Duplicates: 5, Reorder: true));

        await PayAsync(checkout);

        await StatusAsync(checkout, "paid");
        await Eventually.TrueAsync(async () => await NotificationsHeardAsync(checkout) >= 1, "the payment to be taken");
        (await platform.LedgerAsync("2203", account)).ShouldBe(-25);
    }

    [Fact]
    public async Task Notified_twice_with_different_amounts_the_first_stands_and_finance_hears_of_it()
    {
        var (account, checkout) = await StartAsync(25, new(OtherAmount: true));

        await PayAsync(checkout);

        await StatusAsync(checkout, "paid");
        using var finance = platform.Billing.As(Roles.Finance);
        var incident = await Eventually.GetAsync(
            async () =>
                (await finance.GetFromJsonAsync<JsonElement[]>("/api/billing/v1/paymentIncidents?limit=1000", Ct))!
                    .Where(it =>
                        it.GetProperty("facts").GetString()!.Contains("Told: 26.00 CNY", StringComparison.Ordinal)
                    )
                    .Select(it => it.GetProperty("kind").GetString())
                    .FirstOrDefault(),
            "an incident about the other amount"
        );
        incident.ShouldBe("amountMismatch");
        (await platform.LedgerAsync("2203", account)).ShouldBe(-25);
    }

    [Fact]
    public async Task A_forged_payment_is_noted_and_does_nothing()
    {
        var (account, checkout) = await StartAsync(30, new(Forge: true, Duplicates: 2));
        var before = await ForgeriesAsync();

        await PayAsync(checkout);

        await StatusAsync(checkout, "paid");
        await Eventually.TrueAsync(async () => await ForgeriesAsync() >= before + 3, "three forgeries noted");
        (await platform.LedgerAsync("2203", account)).ShouldBe(-30);
    }

    [Fact]
    public async Task A_notification_that_never_comes_loses_no_payment_because_the_provider_is_asked()
    {
        var (account, checkout) = await StartAsync(35, new(Silent: true));

        await PayAsync(checkout);

        await StatusAsync(checkout, "paid");
        (await platform.LedgerAsync("2203", account)).ShouldBe(-35);
    }

    [Fact]
    public async Task A_late_notification_of_what_was_asked_for_meanwhile_counts_once()
    {
        var (account, checkout) = await StartAsync(40, new(DelayMs: 4_000));

        await PayAsync(checkout);

        await StatusAsync(checkout, "paid");
        (await platform.LedgerAsync("2203", account)).ShouldBe(-40);
    }

    [Fact]
    public async Task P4_a_customer_starts_checkouts_for_his_own_account_and_sees_no_others()
    {
        var (account, other) = (platform.NextAccount(), platform.NextAccount());
        var othersBill = await platform.SendBillAsync(other, 1, (10, false));
        using var customer = platform.Billing.As(Roles.Customer, account);
        using var stranger = platform.Billing.As(Roles.Customer, other);

        using var foreign = await customer.PostAsJsonAsync(Checkouts, new { accountId = other, amount = 5 }, Ct);
        using var foreignBill = await customer.PostAsJsonAsync(
            Checkouts,
            new
            {
                accountId = account,
                amount = 5,
                billId = othersBill,
            },
            Ct
        );
        using var own = await customer.PostAsJsonAsync(Checkouts, new { accountId = account, amount = 5 }, Ct);
        using var seen = await stranger.GetAsync(own.Headers.Location, Ct);

        foreign.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        foreignBill.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        own.StatusCode.ShouldBe(HttpStatusCode.Created);
        seen.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_checkout_of_nothing_is_refused_with_its_field()
    {
        var account = platform.NextAccount();
        using var customer = platform.Billing.As(Roles.Customer, account);

        using var answer = await customer.PostAsJsonAsync(Checkouts, new { accountId = account, amount = 0 }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("errors").TryGetProperty("amount", out _).ShouldBeTrue();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task<(Guid Account, JsonElement Checkout)> StartAsync(decimal amount, CheckoutBehaviour behaviour)
    {
        var account = platform.NextAccount();
        using var customer = platform.Billing.As(Roles.Customer, account);
        using var answer = await customer.PostAsJsonAsync(Checkouts, new { accountId = account, amount }, Ct);
        answer.EnsureSuccessStatusCode();
        var checkout = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var session = checkout.GetProperty("url").GetString()!.Split('/')[^1];
        using var told = await platform.Provider.PutAsJsonAsync(
            $"/checkout/sessions/{session}/behaviour",
            behaviour,
            Ct
        );
        told.EnsureSuccessStatusCode();
        return (account, checkout);
    }

    private async Task PayAsync(JsonElement checkout)
    {
        using var pressed = await platform.Provider.PostAsync(
            new Uri($"{checkout.GetProperty("url").GetString()}/pay"),
            content: null,
            Ct
        );
        pressed.EnsureSuccessStatusCode();
    }

    private async Task StatusAsync(JsonElement checkout, string status)
    {
        using var finance = platform.Billing.As(Roles.Finance);
        await Eventually.TrueAsync(
            async () =>
                (await finance.GetFromJsonAsync<JsonElement>(checkout.GetProperty("href").GetString(), Ct))
                    .GetProperty("status")
                    .GetString() == status,
            $"a checkout that is {status}"
        );
    }

    private async Task<long> NotificationsHeardAsync(JsonElement checkout) =>
        await platform.Billing.ScalarAsync<long>(
            $"select count(*) from payments where checkout_id = '{checkout.GetProperty("id").GetGuid()}'"
        );

    private Task<int> ForgeriesAsync() =>
        platform.Billing.ScalarAsync<int>(
            "select coalesce(sum(times), 0)::int from payment_incidents where kind = 'ForgedNotification' and facts = 'Its signature is wrong.'"
        );
}
