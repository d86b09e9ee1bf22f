using System;
using System.Linq;
using System.Net;
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

/// <summary>B7: a month is billed once, in full, numbered without a gap and posted.</summary>
public sealed class BillRunTests(BilledMonth billed) : IClassFixture<BilledMonth>
{
    [Theory]
    [InlineData("2199-01")]
    [InlineData("9999-12")]
    public async Task A_month_that_goes_on_is_not_billed(string period)
    {
        using var finance = billed.Billing.As(Roles.Finance);

        using var answer = await finance.PostAsJsonAsync(BilledMonth.Runs, new { period }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("code").GetString().ShouldBe("bill-run.period-open");
    }

    [Theory]
    [InlineData("2026-13")]
    [InlineData("2026-1")]
    [InlineData("November")]
    public async Task What_is_no_month_is_refused_with_the_field(string period)
    {
        using var finance = billed.Billing.As(Roles.Finance);

        using var answer = await finance.PostAsJsonAsync(BilledMonth.Runs, new { period }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("errors").GetProperty("period")[0].GetString().ShouldBe("A month is expected: yyyy-MM.");
    }

    [Fact]
    public async Task Every_account_gets_one_bill_and_the_run_tells_how_far_it_is()
    {
        var run = await billed.BillAsync(billed.Month);

        run.GetProperty("accounts").GetInt32().ShouldBe(20);
        run.GetProperty("done").GetInt32().ShouldBe(20);
        run.GetProperty("percent").GetInt32().ShouldBe(100);
        run.GetProperty("billsPerSecond").GetDecimal().ShouldBeGreaterThan(0);
        run.TryGetProperty("estimatedEnd", out _).ShouldBeFalse("it is over");
        (
            await billed.Billing.ScalarAsync<long>(
                $"select count(distinct account_id) from bills where period = '{billed.Month}'"
            )
        ).ShouldBe(20);
        run.GetProperty("told").GetInt32().ShouldBe(20);
        (await billed.Billing.ScalarAsync<long>("select count(*) from bill_run_accounts")).ShouldBe(0);
    }

    [Fact]
    public async Task Asked_again_it_is_the_same_run()
    {
        var first = await billed.BillAsync(billed.Month);
        using var finance = billed.Billing.As(Roles.Finance);

        using var again = await finance.PostAsJsonAsync(BilledMonth.Runs, new { period = billed.Month.ToString() }, Ct);

        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        var run = await again.Content.ReadFromJsonAsync<JsonElement>(Ct);
        run.GetProperty("id").GetString().ShouldBe(first.GetProperty("id").GetString());
        run.GetProperty("done").GetInt32().ShouldBe(20);
    }

    [Fact]
    public async Task Numbers_have_no_gap_and_follow_the_accounts()
    {
        await billed.BillAsync(billed.Month);

        var gaps = await billed.Billing.ScalarAsync<long>(
            """
            select count(*)
              from (select right(b.number, 8)::bigint as number, row_number() over (partition by left(b.number, 6)
                                                                                   order by b.period, a.number) as place
                      from bills b join accounts a on a.id = b.account_id) numbered
             where number <> place
            """
        );

        gaps.ShouldBe(0);
        var first = await billed.BillOfAsync(1, billed.Month);
        var second = await billed.BillOfAsync(2, billed.Month);
        first.GetProperty("billNo").GetString()!.ShouldEndWith("-00000001");
        second.GetProperty("billNo").GetString()!.ShouldEndWith("-00000002");
    }

    [Fact]
    public async Task Lines_follow_the_offer_fee_then_each_kind_of_usage()
    {
        await billed.BillAsync(billed.Month);
        using var customer = billed.Billing.As(Roles.Customer, BilledMonth.Account1);

        var lines = await BilledMonth.LinesOfAsync(customer, await billed.BillOfAsync(1, billed.Month));

        lines
            .Select(line =>
                (
                    line.GetProperty("type").GetString(),
                    line.TryGetProperty("usageKind", out var kind) ? kind.GetString() : null,
                    line.GetProperty("taxIncludedAmount").GetProperty("value").GetDecimal()
                )
            )
            .ShouldBe([
                ("recurring", null, 39.00m),
                ("usage", "Voice", 4.50m), // 30 minutes beyond 100 at 0.15
                ("usage", "Data", 7.85m), // 1,024 MB at 0.0049 and 976.5 MB at 0.0029: 7.84945
                ("recurring", null, 50.00m),
            ]);
    }

    [Fact]
    public async Task Every_bill_is_posted_to_the_fen_and_said_once()
    {
        await billed.BillAsync(billed.Month);
        var bill = await billed.BillOfAsync(1, billed.Month);
        var number = bill.GetProperty("billNo").GetString()!;
        using var auditor = billed.Billing.As(Roles.Auditor);

        var entries = await auditor.GetFromJsonAsync<JsonElement[]>(
            $"{BilledMonth.Ledger}?kind=bill&businessKey={number}",
            Ct
        );

        entries!
            .Single()
            .GetProperty("postings")
            .EnumerateArray()
            .Select(p => (p.GetProperty("ledgerAccount").GetString(), p.GetProperty("amount").GetDecimal()))
            .ShouldBe([("1122", 101.35m), ("6001", -89.00m), ("6003", -12.35m)]);
        var said = await billed.Issued.FirstAsync(issued => issued.BillNumber == number);
        said.Event.AmountDue.ShouldBe(101.35m);
        said.Event.OwnCharges.ShouldBe(101.35m);
        said.Event.AccountNumber.ShouldBe("A1000001");
        said.Event.DueOn.ShouldBe(billed.Month.Last.AddDays(2 + 20));
        await Eventually.TrueAsync(
            async () => await billed.Billing.ScalarAsync<long>("select count(*) from outbox") == 0,
            "an empty outbox"
        );
        billed
            .Issued.Heard.Where(heard => heard.Event.Period == billed.Month.ToString())
            .Select(heard => heard.Event.AccountId)
            .ShouldBe(Enumerable.Range(1, 20).Select(SeededOperator.AccountId), ignoreOrder: true);
    }

    [Fact]
    public async Task Late_usage_is_the_next_months_adjustment_and_never_lost()
    {
        await billed.BillAsync(billed.Month);
        await billed.UseAsync(3, "Voice", 250); // 50 beyond the 200 of its plan
        var next = BillingMonth.Of(billed.Month.Last.AddDays(1));

        await billed.BillAsync(next);

        using var finance = billed.Billing.As(Roles.Finance);
        var lines = await BilledMonth.LinesOfAsync(finance, await billed.BillOfAsync(3, next));
        var adjustment = lines.Single(line => line.GetProperty("type").GetString() == "adjustment");
        adjustment.GetProperty("period").GetString().ShouldBe(billed.Month.ToString());
        adjustment.GetProperty("quantity").GetDecimal().ShouldBe(250);
        adjustment.GetProperty("included").GetDecimal().ShouldBe(200);
        adjustment.GetProperty("taxIncludedAmount").GetProperty("value").GetDecimal().ShouldBe(7.50m);
        (
            await billed.Billing.ScalarAsync<long>(
                "select count(*) from usage_totals where quantity <> billed_quantity"
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task The_books_are_level_and_hold_what_the_bills_say()
    {
        await billed.BillAsync(billed.Month);
        using var auditor = billed.Billing.As(Roles.Auditor);

        var balance = await auditor.GetFromJsonAsync<JsonElement>("/api/billing/v1/trialBalance", Ct);

        var total = balance.GetProperty("totals").EnumerateArray().Single();
        total.GetProperty("currency").GetString().ShouldBe("CNY");
        total.GetProperty("balance").GetDecimal().ShouldBe(0);
        total.GetProperty("debit").GetDecimal().ShouldBe(total.GetProperty("credit").GetDecimal());
        var debits = await billed.Billing.ScalarAsync<decimal>(
            "select sum(amount) from ledger_postings where amount > 0"
        );
        total.GetProperty("debit").GetDecimal().ShouldBe(debits);
        var before = await auditor.GetFromJsonAsync<JsonElement>(
            $"/api/billing/v1/trialBalance?on={billed.Month.Last:yyyy-MM-dd}",
            Ct
        );
        before.GetProperty("accounts").GetArrayLength().ShouldBe(0, "nothing was booked in the month itself");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
