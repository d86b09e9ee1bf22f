using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data.Seeds;
using Billing.Domain.Bills;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;

namespace Billing.Tests.Features.Bills;

/// <summary>B7, B15: a month whose bill was taken back is billed again, once, and nothing of it twice.</summary>
public sealed class BillAgainTests(BilledMonth billed) : IClassFixture<BilledMonth>
{
    [Fact]
    public async Task The_month_of_a_bill_that_was_taken_back_is_billed_again_once()
    {
        var taken = await TakenBackAsync(2);
        using var finance = billed.Billing.As(Roles.Finance);

        using var asked = await PostAsync(finance, taken);
        asked.StatusCode.ShouldBe(HttpStatusCode.Created);
        var run = await FinishedAsync(finance, asked);
        using var again = await PostAsync(finance, taken);

        (run.GetProperty("accounts").GetInt32(), run.GetProperty("done").GetInt32()).ShouldBe((1, 1));
        run.GetProperty("replacesBillId").GetString().ShouldBe(Id(taken));
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        Id(await again.Content.ReadFromJsonAsync<JsonElement>(Ct)).ShouldBe(Id(run));
        var bill = await StandingAsync(2, billed.Month);
        bill.GetProperty("amountDue").GetRawText().ShouldBe(taken.GetProperty("amountDue").GetRawText());
        bill.GetProperty("billingPeriod").GetRawText().ShouldBe(taken.GetProperty("billingPeriod").GetRawText());
        (bill.GetProperty("state").GetString(), bill.GetProperty("runType").GetString()).ShouldBe(("sent", "offCycle"));
        (await LinesAsync(finance, bill)).ShouldBe(await LinesAsync(finance, taken));
        (
            await billed.Billing.ScalarAsync<decimal>(
                $"""
                select sum(p.amount) from ledger_postings p join ledger_entries e on e.id = p.entry_id
                  join bills b on b.number in (e.business_key, substr(e.business_key, 6)) and b.period = '{billed.Month}'
                 where p.ledger_account = '1122' and p.account_id = '{SeededOperator.AccountId(2)}'
                """
            )
        ).ShouldBe(bill.GetProperty("amountDue").GetProperty("value").GetDecimal());
        (
            await billed.Billing.ScalarAsync<bool>(
                "select count(*) = max(right(number, 8)::bigint) from bills where left(number, 6) = (select max(left(number, 6)) from bills)"
            )
        ).ShouldBeTrue("numbers go on without a gap");
        var said = await billed.Issued.FirstAsync(issued => issued.BillNumber == Number(bill));
        said.Event.BillId.ToString().ShouldBe(Id(bill));
        var known = await finance.GetFromJsonAsync<JsonElement[]>(
            $"{BilledMonth.Reversals}?status=approved&isBilledAgain=true&billId={Id(taken)}",
            Ct
        );
        known!.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Usage_that_later_bills_built_upon_is_charged_in_full_and_not_twice()
    {
        var taken = await TakenBackAsync(1); // 30 minutes beyond 100: 4.50
        await billed.UseAsync(1, "Voice", 150);
        var next = BillingMonth.Of(billed.Month.Last.AddDays(1));
        await billed.BillAsync(next); // charges the 3.00 that came late
        await billed.UseAsync(1, "Voice", 160);
        using var finance = billed.Billing.As(Roles.Finance);

        using var asked = await PostAsync(finance, taken);
        await FinishedAsync(finance, asked);

        (await LinesAsync(finance, await StandingAsync(1, billed.Month))).ShouldBe([
            ("recurring", null, 39.00m),
            ("adjustment", "Voice", 6.00m), // 60 minutes at 0.15, of which 3.00 is on the next bill
            ("usage", "Data", 7.85m),
            ("recurring", null, 50.00m),
        ]);
        (
            await billed.Billing.ScalarAsync<decimal>(
                $"""
                select sum(l.amount) from bill_lines l join bills b on b.id = l.bill_id
                 where b.account_id = '{BilledMonth.Account1}' and b.reversed_at is null and l.usage_kind = 'Voice'
                """
            )
        ).ShouldBe(9.00m);
    }

    [Fact]
    public async Task A_replacement_that_was_wrong_itself_is_replaced_in_turn()
    {
        var taken = await TakenBackAsync(3);
        using var finance = billed.Billing.As(Roles.Finance);
        using var first = await PostAsync(finance, taken);
        await FinishedAsync(finance, first);
        var replacement = await StandingAsync(3, billed.Month);
        await TakeBackAsync(replacement);

        using var second = await PostAsync(finance, replacement);
        await FinishedAsync(finance, second);
        using var again = await PostAsync(finance, taken);

        again.StatusCode.ShouldBe(HttpStatusCode.OK, "a bill is replaced once");
        var bill = await StandingAsync(3, billed.Month);
        (await LinesAsync(finance, bill)).ShouldBe(await LinesAsync(finance, taken));
    }

    [Fact]
    public async Task A_bill_that_stands_is_not_billed_again_and_an_unknown_one_not_found()
    {
        await billed.BillAsync(billed.Month);
        var standing = await StandingAsync(4, billed.Month);
        using var finance = billed.Billing.As(Roles.Finance);

        using var refused = await PostAsync(finance, standing);
        using var unknown = await finance.PostAsync(
            new Uri($"/api/billing/v1/bills/{Guid.CreateVersion7()}/replacement", UriKind.Relative),
            content: null,
            Ct
        );

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("code").GetString().ShouldBe("bill.not-reversed");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_pages_of_both_bills_say_what_became_of_them()
    {
        var taken = await TakenBackAsync(6);
        using var finance = billed.Billing.As(Roles.Finance);
        using var asked = await PostAsync(finance, taken);
        await FinishedAsync(finance, asked);
        var bill = await StandingAsync(6, billed.Month);

        var before = await PageAsync(finance, taken);
        var after = await PageAsync(finance, bill);

        before.ShouldContain("This bill was taken back. Nothing of it is to be paid.");
        before.ShouldNotContain("Please pay by");
        after.ShouldContain($"It replaces bill {Number(taken)}, which was taken back.");
        after.ShouldContain("Please pay by");
    }

    private async Task<JsonElement> TakenBackAsync(int n)
    {
        await billed.BillAsync(billed.Month);
        var bill = await StandingAsync(n, billed.Month);
        await TakeBackAsync(bill);
        return bill;
    }

    private async Task TakeBackAsync(JsonElement bill)
    {
        using var first = billed.Billing.As(Roles.Finance, subject: "finance-1");
        using var second = billed.Billing.As(Roles.Finance, subject: "finance-2");
        using var asked = await first.PostAsJsonAsync(
            $"/api/billing/v1/bills/{Id(bill)}/reversals",
            new { reason = "wrong plan" },
            Ct
        );
        using var approved = await second.PostAsync(
            new Uri($"{asked.Headers.Location}/approval", UriKind.Relative),
            content: null,
            Ct
        );
        approved.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient finance, JsonElement bill) =>
        finance.PostAsync(
            new Uri($"/api/billing/v1/bills/{Id(bill)}/replacement", UriKind.Relative),
            content: null,
            Ct
        );

    private static async Task<JsonElement> FinishedAsync(HttpClient finance, HttpResponseMessage asked)
    {
        asked.StatusCode.ShouldBe(HttpStatusCode.Created, await asked.Content.ReadAsStringAsync(Ct));
        JsonElement run = default;
        await Eventually.TrueAsync(
            async () =>
            {
                run = await finance.GetFromJsonAsync<JsonElement>(asked.Headers.Location, Ct);
                return run.GetProperty("status").GetString() == "finished";
            },
            "the end of the replacing run"
        );
        return run;
    }

    private async Task<JsonElement> StandingAsync(int n, BillingMonth month)
    {
        using var finance = billed.Billing.As(Roles.Finance);
        var bills = await finance.GetFromJsonAsync<JsonElement[]>(
            $"{BilledMonth.Bills}?billingAccount.id={SeededOperator.AccountId(n)}",
            Ct
        );
        return bills!.Single(bill =>
            bill.GetProperty("billingPeriod").GetProperty("startDate").GetString() == $"{month}-01"
            && !bill.TryGetProperty("reversedDate", out _)
        );
    }

    private static async Task<(string? Type, string? Kind, decimal Amount)[]> LinesAsync(
        HttpClient client,
        JsonElement bill
    ) =>
        [
            .. (await BilledMonth.LinesOfAsync(client, bill)).Select(line =>
                (
                    line.GetProperty("type").GetString(),
                    line.TryGetProperty("usageKind", out var kind) ? kind.GetString() : null,
                    line.GetProperty("taxIncludedAmount").GetProperty("value").GetDecimal()
                )
            ),
        ];

    private static Task<string> PageAsync(HttpClient client, JsonElement bill) =>
        client.GetStringAsync(new Uri($"/api/billing/v1/bills/{Id(bill)}/page?language=en", UriKind.Relative), Ct);

    private static string Id(JsonElement resource) => resource.GetProperty("id").GetString()!;

    private static string Number(JsonElement bill) => bill.GetProperty("billNo").GetString()!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
