using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.Testing;
using Shouldly;
using Testing;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>
/// A month of two customers through the gateway only, on business time (issue 4; B4, B5, B7, B9, B10, B11, B14, L1, L3,
/// N3, N6): one uses much and pays, one pays in part, loses one line and gets it back.
/// </summary>
public sealed class MonthJourney(Platform platform)
{
    internal const string Bills = "/tmf-api/customerBillManagement/v4/customerBill";
    internal const string Payments = "/tmf-api/paymentManagement/v4/payment";

    [Fact]
    public async Task A_month_runs_from_usage_to_a_bill_to_points_and_a_suspended_line_comes_back_by_itself()
    {
        using var agent = await platform.AsAsync("agent");
        using var clerk = await platform.AsAsync("clerk");
        using var finance = await platform.AsAsync("finance");
        using var customer = await platform.AsAsync("customer");
        var payer = await ComplaintJourney.FindAccountAsync(agent, "A1000001");
        var debtor = await ComplaintJourney.FindAccountAsync(agent, "A1000002");
        var month = await platform.BeginInTheMorningAsync(Ct);

        await UseAllMinutesAndMoreAsync(clerk, payer, month);
        await ToldAsync(agent, payer, "usage-threshold", "100%");

        await platform.GoOnToAsync(
            new DateTimeOffset(month.Year, month.Month, 1, 10, 0, 0, Platform.China).AddMonths(1),
            Ct
        );
        await BillAsync(finance, month);
        await EveryFenIsExplainedAsync(customer, payer);
        await PaidAtTheDeskEarnsPointsAndATierAsync(clerk, customer, payer);

        var due = await PayThePhoneButNotTheOtherLineAsync(clerk, agent, debtor);
        await platform.GoOnToAsync(due.AddDays(7), Ct);
        await ToldAsync(agent, debtor, "arrears-reminder", "25.00");
        await platform.GoOnToAsync(due.AddDays(31), Ct);
        var barred = await OneLineIsSuspendedAsync(agent, debtor);
        await PayOnTheHostedPageAsync(agent, debtor, 25.00m);
        await RestoredAndToldAsync(agent, debtor, barred);

        await TheBooksBalanceAsync(finance);
    }

    [Fact]
    public async Task Strangers_read_the_tariffs_and_may_not_speak_for_the_payment_provider()
    {
        using var stranger = platform.App.CreateHttpClient("gateway", "http");

        var zone = await stranger.GetStringAsync(
            new Uri("/api/billing/v1/tariffZone?language=en", UriKind.Relative),
            Ct
        );
        using var forged = await stranger.PostAsJsonAsync(
            "/api/billing/v1/checkoutNotifications",
            new { type = "checkout.paid" },
            Ct
        );

        zone.ShouldContain("Enjoy 59");
        forged.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static string Id(JsonElement resource) => resource.GetProperty("id").GetString()!;

    /// <summary>7,200 minutes on a plan with 100: 7,100 of them cost 0.15 yuan each.</summary>
    private static async Task UseAllMinutesAndMoreAsync(HttpClient clerk, JsonElement account, DateTimeOffset month)
    {
        var batch = await PostAsync(
            clerk,
            "/api/billing/v1/usageBatches",
            new
            {
                source = "conference-bridge",
                records = Enumerable
                    .Range(1, 6)
                    .Select(n => new
                    {
                        sourceKey = $"month-{n}",
                        serviceNumber = Line(account, "mobile"),
                        kind = "voice",
                        quantity = 1_200,
                        occurredAt = month.AddMinutes(-n),
                    }),
            }
        );

        batch.GetProperty("accepted").GetInt32().ShouldBe(6);
    }

    internal static string Line(JsonElement account, string kind) =>
        account
            .GetProperty("lines")
            .EnumerateArray()
            .Single(line => line.GetProperty("kind").GetString() == kind)
            .GetProperty("serviceNumber")
            .GetString()!;

    internal static async Task BillAsync(HttpClient finance, DateTimeOffset month)
    {
        var run = await PostAsync(finance, "/api/billing/v1/billRuns", new { period = $"{month:yyyy-MM}" });
        var finished = (JsonElement)
            await Eventually.GetAsync<object>(
                async () =>
                {
                    var now = await finance.GetFromJsonAsync<JsonElement>(run.GetProperty("href").GetString(), Ct);
                    return now.GetProperty("status").GetString() == "finished" ? now : null;
                },
                "the end of the bill run",
                withinSeconds: 90
            );

        finished.GetProperty("done").GetInt32().ShouldBe(40, "every seeded account has a plan");
    }

    /// <summary>39 for the phone's plan, 50 for the broadband's, 1,065 for 7,100 minutes.</summary>
    private static async Task EveryFenIsExplainedAsync(HttpClient customer, JsonElement account)
    {
        var bill = await BillOfAsync(customer, account);
        bill.GetProperty("amountDue").GetProperty("value").GetDecimal().ShouldBe(1_154.00m);

        var page = await customer.GetStringAsync(
            new Uri($"/api/billing/v1/bills/{Id(bill)}/page?language=en", UriKind.Relative),
            Ct
        );
        var pdf = await customer.GetByteArrayAsync(
            new Uri($"/api/billing/v1/bills/{Id(bill)}/document", UriKind.Relative),
            Ct
        );

        page.ShouldContain(bill.GetProperty("billNo").GetString()!);
        page.ShouldContain("1,065.00");
        pdf.AsSpan(0, 5).SequenceEqual("%PDF-"u8).ShouldBeTrue();
        await ToldAsync(customer, account, "bill-issued", "1,154.00", "1154.00");
    }

    private static async Task PaidAtTheDeskEarnsPointsAndATierAsync(
        HttpClient clerk,
        HttpClient customer,
        JsonElement account
    )
    {
        await PayCashAsync(clerk, account, 1_154.00m, "desk-1");

        (await BillOfAsync(customer, account)).GetProperty("state").GetString().ShouldBe("settled");
        await ToldAsync(customer, account, "payment-confirmed", "1,154.00", "1154.00");
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await customer.GetAsync(
                    new Uri($"/api/loyalty/v1/members/{Id(account)}", UriKind.Relative),
                    Ct
                );
                var member = answer.IsSuccessStatusCode
                    ? await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)
                    : default;
                return member.ValueKind == JsonValueKind.Object
                    && member.GetProperty("available").GetInt64() == 1_154
                    && member.GetProperty("tier").GetString() == "silver";
            },
            "1,154 points and the silver tier"
        );
    }

    /// <returns>Ten in the morning of the day the bill is due.</returns>
    private static async Task<DateTimeOffset> PayThePhoneButNotTheOtherLineAsync(
        HttpClient clerk,
        HttpClient agent,
        JsonElement account
    )
    {
        var bill = await BillOfAsync(agent, account);
        bill.GetProperty("amountDue").GetProperty("value").GetDecimal().ShouldBe(84.00m, "59 and 25");
        await PayCashAsync(clerk, account, 59.00m, "desk-2");
        var due = DateOnly.Parse(
            bill.GetProperty("paymentDueDate").GetString()!,
            System.Globalization.CultureInfo.InvariantCulture
        );
        return new DateTimeOffset(due, new TimeOnly(10, 0), Platform.China);
    }

    private static async Task<string> OneLineIsSuspendedAsync(HttpClient agent, JsonElement account)
    {
        var standings = (JsonElement[])
            await Eventually.GetAsync<object>(
                async () =>
                {
                    var now = await StandingsAsync(agent, account);
                    return now.Any(line => line.GetProperty("status").GetString() == "suspended") ? now : null;
                },
                "the suspension",
                withinSeconds: 60
            );

        var suspended = standings.Where(line => line.GetProperty("status").GetString() == "suspended").ToList();
        suspended.Count.ShouldBe(1, "one service line, never the account");
        suspended[0].GetProperty("barred").GetString().ShouldBe("allButEmergency");
        var number = suspended[0].GetProperty("serviceNumber").GetString()!;
        await ToldAsync(agent, account, "line-suspended", number);
        return number;
    }

    private static async Task PayOnTheHostedPageAsync(HttpClient agent, JsonElement account, decimal amount)
    {
        var checkout = await PostAsync(agent, "/api/billing/v1/checkouts", new { accountId = Id(account), amount });
        using var browser = new HttpClient();
        using var paid = await browser.PostAsync(new Uri($"{checkout.GetProperty("url").GetString()}/pay"), null, Ct);
        paid.EnsureSuccessStatusCode();
    }

    private static async Task RestoredAndToldAsync(HttpClient agent, JsonElement account, string number)
    {
        var guarantee = (JsonElement)
            await Eventually.GetAsync<object>(
                async () =>
                    (
                        await agent.GetFromJsonAsync<JsonElement[]>(
                            $"/api/billing/v1/restoreGuarantees?accountId={Id(account)}",
                            Ct
                        )
                    )!
                        .Where(it => it.GetProperty("status").GetString() == "kept")
                        .Select(it => (object)it)
                        .SingleOrDefault(),
                "a restore that kept its promise"
            );

        guarantee.GetProperty("serviceNumber").GetString().ShouldBe(number);
        await ToldAsync(agent, account, "line-restored", number);
        (await StandingsAsync(agent, account)).ShouldAllBe(line => line.GetProperty("status").GetString() == "active");
    }

    internal static async Task TheBooksBalanceAsync(HttpClient finance)
    {
        var books = await finance.GetFromJsonAsync<JsonElement>("/api/billing/v1/trialBalance", Ct);
        var total = books.GetProperty("totals").EnumerateArray().Single();

        total.GetProperty("debit").GetDecimal().ShouldBeGreaterThan(0);
        total.GetProperty("balance").GetDecimal().ShouldBe(0);
    }

    private static async Task<JsonElement[]> StandingsAsync(HttpClient staff, JsonElement account) =>
        (await staff.GetFromJsonAsync<JsonElement[]>($"{Platform.Accounts}/{Id(account)}/standings", Ct))!;

    private static async Task<JsonElement> BillOfAsync(HttpClient caller, JsonElement account) =>
        (await caller.GetFromJsonAsync<JsonElement[]>($"{Bills}?billingAccount.id={Id(account)}", Ct))!.Single();

    internal static Task<JsonElement> PayCashAsync(
        HttpClient clerk,
        JsonElement account,
        decimal amount,
        string correlator
    ) =>
        PostAsync(
            clerk,
            Payments,
            new
            {
                correlatorId = correlator,
                account = new { id = Id(account) },
                paymentMethod = new { name = "cash" },
                totalAmount = new { unit = "CNY", value = amount },
            }
        );

    /// <summary>Waits until the message centre has a text of this purpose with one of the words in it.</summary>
    internal static Task ToldAsync(HttpClient caller, JsonElement account, string purpose, params string[] words) =>
        Eventually.TrueAsync(
            async () =>
                (
                    await caller.GetFromJsonAsync<JsonElement[]>(
                        $"/api/notifications/v1/accounts/{Id(account)}/inbox?purpose={purpose}",
                        Ct
                    )
                )!.Any(item =>
                    words.Any(word => item.GetProperty("content").GetString()!.Contains(word, StringComparison.Ordinal))
                ),
            $"{purpose} with {string.Join(" or ", words)}",
            withinSeconds: 60
        );

    internal static async Task<JsonElement> PostAsync(HttpClient caller, string path, object body)
    {
        using var answer = await caller.PostAsJsonAsync(path, body, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        answer.IsSuccessStatusCode.ShouldBeTrue($"POST {path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
