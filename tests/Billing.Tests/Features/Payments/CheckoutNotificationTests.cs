using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
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

/// <summary>B9: the open door, and who knocks at it.</summary>
public sealed class CheckoutNotificationTests(MoneyFixture platform) : IClassFixture<MoneyFixture>
{
    private const string Notifications = "/api/billing/v1/checkoutNotifications";

    [Fact]
    public async Task Two_hundred_notifications_in_any_order_with_duplicates_come_to_exactly_the_sums_once()
    {
        var accounts = Enumerable.Range(0, 4).Select(_ => platform.NextAccount()).ToArray();
        var told = new List<(Guid Checkout, string Type, string Payment, decimal Amount)>();
        foreach (var account in accounts)
        {
            await platform.SendBillAsync(account, 1, (70, false));
            for (var i = 1; i <= 10; i++)
            {
                var checkout = await StartAsync(account, i * 1.11m);
                var payment = $"pay-{checkout:N}";
                told.Add((checkout, "session.created", payment, i * 1.11m));
                told.Add((checkout, "payment.failed", payment, i * 1.11m));
                told.AddRange(Enumerable.Repeat((checkout, "payment.paid", payment, i * 1.11m), 3));
            }
        }

        var shuffled = told.ToArray();
        new Random(20261122).Shuffle(shuffled);
        shuffled.Length.ShouldBe(200);
        using var provider = platform.Billing.Anonymous();
        var answers = await Task.WhenAll(
            shuffled.Select(async one =>
            {
                using var request = Signed(Body(one.Checkout, one.Type, one.Payment, one.Amount));
                using var answer = await provider.SendAsync(request, Ct);
                return answer.StatusCode;
            })
        );

        answers.ShouldAllBe(status => status == HttpStatusCode.NoContent);
        const decimal Sum = 55 * 1.11m;
        foreach (var account in accounts)
        {
            (await platform.LedgerAsync("1122", account)).ShouldBe(70 - Sum);
            (await platform.LedgerAsync("2203", account)).ShouldBe(0);
            (
                await platform.Billing.ScalarAsync<long>(
                    $"select count(*) from payments where account_id = '{account}'"
                )
            ).ShouldBe(10);
            (
                await platform.Billing.ScalarAsync<long>(
                    $"select count(*) from checkouts where account_id = '{account}' and status = 'Paid' and next_ask_at is null"
                )
            ).ShouldBe(10);
        }

        await Eventually.TrueAsync(
            () => Task.FromResult(platform.Received.Heard.Count(it => accounts.Contains(it.Event.AccountId)) == 40),
            "forty payments said"
        );
        (await ReceivablesAgreeWithBillsAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Another_amount_that_is_told_first_is_refused_and_the_right_one_still_counts()
    {
        var account = platform.NextAccount();
        var checkout = await StartAsync(account, 50);

        using var wrong = await SendAsync(Signed(Body(checkout, "payment.paid", "pay-first", 60)));
        using var right = await SendAsync(Signed(Body(checkout, "payment.paid", "pay-first", 50)));

        wrong.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await wrong.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("code")
            .GetString()
            .ShouldBe("checkout.amount-mismatch");
        right.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await platform.LedgerAsync("2203", account)).ShouldBe(-50);
        (
            await platform.Billing.ScalarAsync<int>(
                "select times from payment_incidents where about = 'checkout:pay-first'"
            )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task A_payment_id_that_comes_for_another_checkout_is_refused()
    {
        var account = platform.NextAccount();
        var (one, two) = (await StartAsync(account, 50), await StartAsync(account, 50));

        using var first = await SendAsync(Signed(Body(one, "payment.paid", "pay-one", 50)));
        using var second = await SendAsync(Signed(Body(two, "payment.paid", "pay-one", 50)));

        first.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await platform.LedgerAsync("2203", account)).ShouldBe(-50);
    }

    [Theory]
    [InlineData("no signature")]
    [InlineData("wrong secret")]
    [InlineData("another body")]
    [InlineData("another id")]
    [InlineData("six minutes old")]
    [InlineData("six minutes ahead")]
    [InlineData("no timestamp")]
    public async Task A_forged_signature_is_refused_and_books_nothing(string forgery)
    {
        var account = platform.NextAccount();
        var checkout = await StartAsync(account, 50);
        var body = Body(checkout, "payment.paid", $"pay-{checkout:N}", 50);
        var at = TimeProvider.System.GetUtcNow();
        using var request = forgery switch
        {
            "wrong secret" => Signed(body, secret: "guessed-guessed-guessed-guessed-guessed"),
            "six minutes old" => Signed(body, at: at.AddMinutes(-6)),
            "six minutes ahead" => Signed(body, at: at.AddMinutes(6)),
            "another body" => Signed(body, sent: Body(checkout, "payment.paid", "pay-mine", 50)),
            _ => Signed(body),
        };
        if (forgery == "no signature")
        {
            request.Headers.Remove("webhook-signature");
        }
        else if (forgery == "no timestamp")
        {
            request.Headers.Remove("webhook-timestamp");
        }
        else if (forgery == "another id")
        {
            request.Headers.Remove("webhook-id");
            request.Headers.Add("webhook-id", "evt_other");
        }

        var before = await ForgeriesAsync();
        using var answer = await SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ForgeriesAsync()).ShouldBe(before + 1);
        (await platform.LedgerAsync("2203", account)).ShouldBe(0);
    }

    [Fact]
    public async Task Of_several_signatures_one_that_is_right_is_enough()
    {
        var checkout = await StartAsync(platform.NextAccount(), 50);
        using var request = Signed(Body(checkout, "payment.paid", $"pay-{checkout:N}", 50));
        var right = request.Headers.GetValues("webhook-signature").Single();
        request.Headers.Remove("webhook-signature");
        request.Headers.Add("webhook-signature", $"v1,b2xk {right}");

        using var answer = await SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_checkout_that_nobody_started_is_not_found_so_the_provider_comes_again()
    {
        using var answer = await SendAsync(Signed(Body(Guid.CreateVersion7(), "payment.paid", "pay-nobody", 50)));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_body_above_16_kB_is_refused_unread()
    {
        using var answer = await SendAsync(Signed(new string(' ', 17 * 1024)));

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("""{"type":"payment.paid","reference":"0190a000-0000-7000-8000-000000000001"}""")]
    [InlineData("""{"type":"payment.paid","type":"payment.failed"}""")]
    public async Task A_signed_body_that_says_nothing_is_a_bad_request(string body)
    {
        using var answer = await SendAsync(Signed(body));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task News_of_other_kinds_are_taken_and_mean_nothing()
    {
        using var answer = await SendAsync(Signed("""{"type":"payout.sent"}"""));

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task<Guid> StartAsync(Guid account, decimal amount)
    {
        using var channel = platform.Billing.As(Roles.Channel);
        using var quiet = await platform.Provider.PutAsJsonAsync(
            "/checkout/behaviour",
            new CheckoutBehaviour(Silent: true),
            Ct
        );
        using var answer = await channel.PostAsJsonAsync(Checkouts, new { accountId = account, amount }, Ct);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
    }

    private static string Body(Guid checkout, string type, string payment, decimal amount) =>
        JsonSerializer.Serialize(
            new
            {
                type,
                reference = checkout,
                paymentId = payment,
                amount,
                currency = "CNY",
            }
        );

    private static HttpRequestMessage Signed(
        string body,
        string secret = Secret,
        DateTimeOffset? at = null,
        string? sent = null
    )
    {
        var id = $"evt_{Guid.CreateVersion7():N}";
        var timestamp = (at ?? TimeProvider.System.GetUtcNow())
            .ToUnixTimeSeconds()
            .ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret),
            Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")
        );
        return new HttpRequestMessage(HttpMethod.Post, new Uri(Notifications, UriKind.Relative))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(sent ?? body))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
            Headers =
            {
                { "webhook-id", id },
                { "webhook-timestamp", timestamp },
                { "webhook-signature", $"v1,{Convert.ToBase64String(signature)}" },
            },
        };
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using var provider = platform.Billing.Anonymous();
        return await provider.SendAsync(request, Ct);
    }

    private Task<int> ForgeriesAsync() =>
        platform.Billing.ScalarAsync<int>(
            "select coalesce(sum(times), 0)::int from payment_incidents where kind = 'ForgedNotification'"
        );

    /// <summary>The sub-ledger of receivables is, account by account, what is open on bills.</summary>
    private Task<bool> ReceivablesAgreeWithBillsAsync() =>
        platform.Billing.ScalarAsync<bool>(
            """
            select not exists (
              select 1 from (select account_id, sum(amount) as owed from ledger_postings
                              where ledger_account = '1122' group by account_id) ledger
                full join (select b.account_id, sum(l.amount - l.settled) as open
                             from bills b join bill_lines l on l.bill_id = b.id group by b.account_id) bills
                  using (account_id)
               where coalesce(owed, 0) <> coalesce(open, 0))
            """
        );
}
