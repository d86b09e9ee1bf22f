using System;
using System.Linq;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data.Seeds;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;

namespace Billing.Tests.Features.Bills;

/// <summary>TMF678: what a customer and the staff see of bills.</summary>
public sealed class CustomerBillTests(BilledMonth billed) : IClassFixture<BilledMonth>
{
    [Fact]
    public async Task A_bill_carries_its_account_its_documents_and_what_is_open()
    {
        await billed.BillAsync(billed.Month);
        using var customer = billed.Billing.As(Roles.Customer, BilledMonth.Account1);

        var bill = (await customer.GetFromJsonAsync<JsonElement[]>(BilledMonth.Bills, Ct))!.Single();

        var id = bill.GetProperty("id").GetString();
        bill.GetProperty("@type").GetString().ShouldBe("CustomerBill");
        bill.GetProperty("href").GetString().ShouldBe($"{BilledMonth.Bills}/{id}");
        bill.GetProperty("state").GetString().ShouldBe("sent");
        bill.GetProperty("billingAccount").GetProperty("id").GetString().ShouldBe(BilledMonth.Account1.ToString());
        bill.GetProperty("amountDue").GetRawText().ShouldBe("""{"unit":"CNY","value":101.35}""");
        bill.GetProperty("remainingAmount").GetProperty("value").GetDecimal().ShouldBe(101.35m);
        bill.GetProperty("billDocument")
            .EnumerateArray()
            .Select(document => document.GetProperty("href").GetString())
            .ShouldBe([$"/api/billing/v1/bills/{id}/document", $"/api/billing/v1/bills/{id}/page"]);
    }

    [Fact]
    public async Task P4_a_customer_sees_his_own_bills_and_lines_and_no_others()
    {
        await billed.BillAsync(billed.Month);
        var other = (await billed.BillOfAsync(2, billed.Month)).GetProperty("id").GetString();
        using var customer = billed.Billing.As(Roles.Customer, BilledMonth.Account1);

        foreach (
            var path in new[]
            {
                $"{BilledMonth.Bills}/{other}",
                $"/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate/{other}-1",
                $"/api/billing/v1/bills/{other}/page",
                $"/api/billing/v1/bills/{other}/document",
            }
        )
        {
            using var answer = await customer.GetAsync(new Uri(path, UriKind.Relative), Ct);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        var bills = await customer.GetFromJsonAsync<JsonElement[]>(
            $"{BilledMonth.Bills}?billingAccount.id={SeededOperator.AccountId(2)}",
            Ct
        );
        bills.ShouldBeEmpty();
    }

    [Fact]
    public async Task Staff_find_a_bill_by_its_number_and_by_state()
    {
        await billed.BillAsync(billed.Month);
        var number = (await billed.BillOfAsync(8, billed.Month)).GetProperty("billNo").GetString();
        using var agent = billed.Billing.As(Roles.Agent);

        var found = await agent.GetFromJsonAsync<JsonElement[]>($"{BilledMonth.Bills}?billNo={number}&state=sent", Ct);
        using var wrong = await agent.GetAsync(new Uri($"{BilledMonth.Bills}?state=lost", UriKind.Relative), Ct);

        found!.Single().GetProperty("billNo").GetString().ShouldBe(number);
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task One_line_is_found_by_its_own_id()
    {
        await billed.BillAsync(billed.Month);
        using var customer = billed.Billing.As(Roles.Customer, BilledMonth.Account1);
        var line = (await BilledMonth.LinesOfAsync(customer, await billed.BillOfAsync(1, billed.Month)))[1];

        var again = await customer.GetFromJsonAsync<JsonElement>(line.GetProperty("href").GetString(), Ct);

        again.GetRawText().ShouldBe(line.GetRawText());
    }

    [Fact]
    public async Task Finance_holds_a_bill_back_and_lets_it_go_by_the_life_cycle_only()
    {
        await billed.BillAsync(billed.Month);
        var bill = (await billed.BillOfAsync(9, billed.Month)).GetProperty("href").GetString()!;

        (await PatchAsync(bill, "validated")).ShouldBe((HttpStatusCode.Conflict, "bill.illegal-move"));
        (await PatchAsync(bill, "settled")).ShouldBe((HttpStatusCode.Conflict, "bill.illegal-move"));
        (await PatchAsync(bill, "onHold")).ShouldBe((HttpStatusCode.OK, "onHold"));
        (await PatchAsync(bill, "onHold")).ShouldBe((HttpStatusCode.OK, "onHold"), "said again it is no move");
        (await PatchAsync(bill, "sent")).ShouldBe((HttpStatusCode.Conflict, "bill.illegal-move"));
        (await PatchAsync(bill, "validated")).ShouldBe((HttpStatusCode.OK, "validated"));
        (await PatchAsync(bill, "sent")).ShouldBe((HttpStatusCode.OK, "sent"));
        (await PatchAsync(bill, "lost")).ShouldBe((HttpStatusCode.BadRequest, "invalid-input"));
    }

    [Fact]
    public async Task What_is_paid_while_a_bill_is_held_pays_it_when_it_is_let_go()
    {
        await billed.BillAsync(billed.Month);
        var bill = await billed.BillOfAsync(11, billed.Month);
        var href = bill.GetProperty("href").GetString()!;
        (await PatchAsync(href, "onHold")).ShouldBe((HttpStatusCode.OK, "onHold"));
        using var clerk = billed.Billing.As(Roles.Clerk);
        using var paid = await clerk.PostAsJsonAsync(
            "/tmf-api/paymentManagement/v4/payment",
            new
            {
                correlatorId = "while-held",
                account = new { id = SeededOperator.AccountId(11) },
                paymentMethod = new { name = "cash" },
                totalAmount = bill.GetProperty("amountDue"),
            },
            Ct
        );
        paid.StatusCode.ShouldBe(HttpStatusCode.Created);

        (await PatchAsync(href, "validated")).ShouldBe((HttpStatusCode.OK, "validated"));
        (await PatchAsync(href, "sent")).ShouldBe((HttpStatusCode.OK, "settled"));
        var balance = await clerk.GetFromJsonAsync<JsonElement>(
            $"/api/billing/v1/accounts/{SeededOperator.AccountId(11)}/balance",
            Ct
        );
        balance.GetProperty("balance").GetDecimal().ShouldBe(0);
        balance.GetProperty("open").GetDecimal().ShouldBe(0);
    }

    private async Task<(HttpStatusCode, string?)> PatchAsync(string bill, string state)
    {
        using var finance = billed.Billing.As(Roles.Finance);
        using var answer = await finance.PatchAsJsonAsync(bill, new { state }, Ct);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        return (answer.StatusCode, body.GetProperty(answer.IsSuccessStatusCode ? "state" : "code").GetString());
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
