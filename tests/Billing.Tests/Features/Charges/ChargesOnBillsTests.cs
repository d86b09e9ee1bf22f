using System;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data.Seeds;
using Billing.Domain.Bills;
using Billing.Tests.Features.Bills;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;

namespace Billing.Tests.Features.Charges;

/// <summary>V5, B7: what third parties charged is on the month's bill by name, once, and goes off it to the provider's cost.</summary>
public sealed class ChargesOnBillsTests(ChargedMonth charged) : IClassFixture<ChargedMonth>
{
    private readonly BilledMonth billed = charged.Billed;

    [Fact]
    public async Task It_is_a_line_of_its_own_with_both_names_and_no_own_charge()
    {
        using var finance = billed.Billing.As(Roles.Finance);

        var line = await ThirdPartyLineAsync(finance, await billed.BillOfAsync(11, billed.Month));

        line.GetProperty("name").GetString().ShouldBe("天空信息 · 每日天气");
        line.GetProperty("nameEn").GetString().ShouldBe("Sky Information · Weather daily");
        line.GetProperty("taxIncludedAmount").GetProperty("value").GetDecimal().ShouldBe(8);
        var issued = await billed.Issued.FirstAsync(bill => bill.AccountId == SeededOperator.AccountId(11));
        (issued.Event.AmountDue - issued.Event.OwnCharges).ShouldBe(8);
    }

    [Fact]
    public async Task The_bill_turns_the_unbilled_claim_into_a_receivable_and_the_books_stay_level()
    {
        (await LedgerAsync("1123", 11)).ShouldBe(0);
        (await LedgerAsync("1123", 12)).ShouldBe(5, "of the month that is not billed yet");
        (
            await billed.Billing.ScalarAsync<bool>(
                """
                select coalesce((select sum(amount) from ledger_postings where ledger_account = '1123'), 0)
                     = coalesce((select sum(amount) from third_party_charges where status = 'Posted' and bill_id is null), 0)
                """
            )
        ).ShouldBeTrue();
        using var finance = billed.Billing.As(Roles.Finance);
        var balance = await finance.GetFromJsonAsync<JsonElement>("/api/billing/v1/trialBalance", Ct);
        balance.ToString().ShouldContain("Charges not yet billed");
        (await billed.Billing.ScalarAsync<decimal>("select sum(amount) from ledger_postings")).ShouldBe(0);
    }

    [Fact]
    public async Task The_page_says_whose_it_is_how_to_stop_it_and_how_to_complain()
    {
        var (zh, en) = (await PageAsync(11, "zh"), await PageAsync(11, "en"));

        zh.ShouldContain("由 天空信息 提供的“每日天气”");
        zh.ShouldContain("发送短信 0000");
        zh.ShouldContain("有异议：联系客服并报账单编号");
        en.ShouldContain("Weather daily by Sky Information");
        en.ShouldContain("send 0000 by SMS");
        en.ShouldContain("To complain");
    }

    [Fact]
    public async Task An_earlier_month_that_came_late_and_what_was_taken_off_before()
    {
        using var finance = billed.Billing.As(Roles.Finance);

        var late = await ThirdPartyLineAsync(finance, await billed.BillOfAsync(13, billed.Month));
        var lines = await BilledMonth.LinesOfAsync(finance, await billed.BillOfAsync(14, billed.Month));

        late.GetProperty("period").GetString().ShouldBe(charged.Before.ToString());
        lines.ShouldNotContain(line => line.GetProperty("type").GetString() == "thirdParty");
    }

    [Fact]
    public async Task What_is_on_a_bill_is_credited_once_at_the_providers_cost()
    {
        var (owed, due) = (await LedgerAsync("1122", 15), await DueToProvidersAsync());

        var reversed = await billed.ReverseAsync(charged.Of15);
        var again = await billed.ReverseAsync(charged.Of15);

        again.ShouldBe(reversed);
        (await LedgerAsync("1122", 15)).ShouldBe(owed - 8, "it settles what is open, as a payment does");
        (await DueToProvidersAsync()).ShouldBe(due + 8);
        var bill = await billed.BillOfAsync(15, billed.Month);
        var (all, left) = (Sum(bill, "amountDue"), Sum(bill, "remainingAmount"));
        (all - left).ShouldBe(8);
        (await billed.Billing.ScalarAsync<decimal>("select sum(amount) from ledger_postings")).ShouldBe(0);
    }

    [Fact]
    public async Task A_bill_that_is_taken_back_leaves_the_charge_to_its_replacement()
    {
        var bill = await billed.BillOfAsync(16, billed.Month);
        (await TakeBackAsync(bill)).EnsureSuccessStatusCode().Dispose();
        (await LedgerAsync("1123", 16)).ShouldBe(8, "it waits for a bill again");
        using var finance = billed.Billing.As(Roles.Finance);

        using var asked = await finance.PostAsync(Path($"bills/{Id(bill)}/replacement"), content: null, Ct);
        asked.EnsureSuccessStatusCode();
        await Eventually.TrueAsync(
            async () => await LedgerAsync("1123", 16) == 0,
            "the replacement that has the charge"
        );

        (
            await billed.Billing.ScalarAsync<string>(
                $"""
                select string_agg(l.amount::text, ' ') from bill_lines l join bills b on b.id = l.bill_id
                  join third_party_charges c on c.id = l.charge_id and c.bill_id = b.id
                 where b.account_id = '{SeededOperator.AccountId(16)}' and b.reversed_at is null
                """
            )
        ).ShouldBe("8.00");
    }

    [Fact]
    public async Task A_bill_is_not_taken_back_when_a_charge_of_it_was_credited()
    {
        var bill = await billed.BillOfAsync(17, billed.Month);
        using var finance = billed.Billing.As(Roles.Finance);
        using var held = await finance.PatchAsJsonAsync(
            $"{BilledMonth.Bills}/{Id(bill)}",
            new { state = "onHold" },
            Ct
        );
        held.EnsureSuccessStatusCode();
        await billed.ReverseAsync(charged.Of17);
        (await LedgerAsync("2203", 17)).ShouldBe(-8, "a held bill takes no money, so it stays the customer's");

        using var refused = await TakeBackAsync(bill);

        (await refused.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("code")
            .GetString()
            .ShouldBe("bill.charge-credited");
    }

    private async Task<HttpResponseMessage> TakeBackAsync(JsonElement bill)
    {
        using var first = billed.Billing.As(Roles.Finance, subject: "finance-1");
        using var second = billed.Billing.As(Roles.Finance, subject: "finance-2");
        using var asked = await first.PostAsJsonAsync(
            Path($"bills/{Id(bill)}/reversals"),
            new { reason = "charged twice" },
            Ct
        );
        var reversal = await asked.Content.ReadFromJsonAsync<JsonElement>(Ct);
        return await second.PostAsync(Path($"billReversals/{Id(reversal)}/approval"), content: null, Ct);
    }

    private async Task<string> PageAsync(int n, string language)
    {
        using var agent = billed.Billing.As(Roles.Agent);
        var bill = await billed.BillOfAsync(n, billed.Month);
        return await agent.GetStringAsync(Path($"bills/{Id(bill)}/page?language={language}"), Ct);
    }

    private static async Task<JsonElement> ThirdPartyLineAsync(HttpClient client, JsonElement bill) =>
        (await BilledMonth.LinesOfAsync(client, bill)).Single(line =>
            line.GetProperty("type").GetString() == "thirdParty"
        );

    private Task<decimal> LedgerAsync(string ledgerAccount, int n) =>
        billed.Billing.ScalarAsync<decimal>(
            $"""
            select coalesce(sum(amount), 0) from ledger_postings
             where ledger_account = '{ledgerAccount}' and account_id = '{SeededOperator.AccountId(n)}'
            """
        );

    private Task<decimal> DueToProvidersAsync() =>
        billed.Billing.ScalarAsync<decimal>(
            "select coalesce(sum(amount), 0) from ledger_postings where ledger_account = '2241'"
        );

    private static Uri Path(string path) => new($"/api/billing/v1/{path}", UriKind.Relative);

    private static string Id(JsonElement resource) => resource.GetProperty("id").GetString()!;

    private static decimal Sum(JsonElement bill, string member) =>
        bill.GetProperty(member).GetProperty("value").GetDecimal();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
