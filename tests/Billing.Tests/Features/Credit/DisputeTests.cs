using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Billing.Tests.Features.Credit.CreditFixture;

namespace Billing.Tests.Features.Credit;

/// <summary>B10, B12: a charge is disputed once, decided by somebody else, and never written off by it.</summary>
public sealed class DisputeTests(CreditFixture platform) : IClassFixture<CreditFixture>
{
    private static readonly object Wrong = new { reason = "我没有订购过这个业务", caseNumber = "C-20261121-000042" };

    [Fact]
    public async Task B10_disputing_the_third_partys_charge_that_a_line_was_barred_for_brings_it_back()
    {
        var bill = await platform.BillAsync(1, overdueDays: 30, new Charge(Mobile(1), 15, "ThirdParty"));
        await platform.NextDayAsync();
        await platform.Suspended.FirstAsync(said => said.LineId == Mobile(1));
        using var customer = platform.Billing.As(Roles.Customer, Account(1));

        using var answer = await customer.PostAsJsonAsync(Disputes(bill, 1), Wrong, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var dispute = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        dispute.GetProperty("amount").GetDecimal().ShouldBe(15);
        dispute.GetProperty("stopsDunning").GetBoolean().ShouldBeTrue();
        dispute.GetProperty("caseNumber").GetString().ShouldBe("C-20261121-000042");
        await platform.Restored.FirstAsync(said => said.LineId == Mobile(1));
    }

    [Fact]
    public async Task An_own_charge_stays_arrears_while_it_is_disputed()
    {
        var bill = await platform.BillAsync(2, overdueDays: 30, new Charge(Mobile(2), 15));
        using var agent = platform.Billing.As(Roles.Agent);

        using var answer = await agent.PostAsJsonAsync(Disputes(bill, 1), Wrong, Ct);
        await platform.NextDayAsync();

        var dispute = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        dispute.GetProperty("stopsDunning").GetBoolean().ShouldBeFalse();
        await platform.Suspended.FirstAsync(said => said.LineId == Mobile(2));
    }

    [Fact]
    public async Task A_decision_is_somebody_elses_and_the_charge_counts_again()
    {
        var bill = await platform.BillAsync(3, overdueDays: 30, new Charge(Mobile(3), 15, "ThirdParty"));
        using var customer = platform.Billing.As(Roles.Customer, Account(3), subject: "somebody");
        using var himself = platform.Billing.As(Roles.Supervisor, subject: "somebody");
        using var finance = platform.Billing.As(Roles.Finance);
        (await customer.PostAsJsonAsync(Disputes(bill, 1), Wrong, Ct)).StatusCode.ShouldBe(HttpStatusCode.Created);
        var decision = new { upheld = false, reason = "客户本人二次确认订购" };

        using var own = await himself.PostAsJsonAsync($"{Disputes(bill, 1)}/decision", decision, Ct);
        using var first = await finance.PostAsJsonAsync($"{Disputes(bill, 1)}/decision", decision, Ct);
        using var again = await finance.PostAsJsonAsync($"{Disputes(bill, 1)}/decision", decision, Ct);

        await ShouldBeRefusedAsync(own, "dispute.own");
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        var decided = await first.Content.ReadFromJsonAsync<JsonElement>(Ct);
        decided.GetProperty("isUpheld").GetBoolean().ShouldBeFalse();
        await ShouldBeRefusedAsync(again, "dispute.decided");
        await platform.NextDayAsync();
        await platform.Suspended.FirstAsync(said => said.LineId == Mobile(3));
    }

    [Fact]
    public async Task A_charge_is_disputed_once_and_only_where_something_is_charged_on_a_bill_that_stands()
    {
        var bill = await platform.BillAsync(
            4,
            overdueDays: 1,
            new Charge(Mobile(4), 15),
            new(Mobile(4), -5, "Adjustment")
        );
        var draft = await platform.BillAsync(4, overdueDays: 1, new Charge(Mobile(4), 15));
        await platform.ExecuteAsync("update bills set status = 'OnHold' where id = $1", draft);
        var reversed = await platform.BillAsync(4, overdueDays: 1, new Charge(Mobile(4), 15));
        await platform.ExecuteAsync("update bills set reversed_at = now() where id = $1", reversed);
        using var agent = platform.Billing.As(Roles.Agent);

        (await agent.PostAsJsonAsync(Disputes(bill, 1), Wrong, Ct)).StatusCode.ShouldBe(HttpStatusCode.Created);

        await ShouldBeRefusedAsync(await agent.PostAsJsonAsync(Disputes(bill, 1), Wrong, Ct), "dispute.already-raised");
        await ShouldBeRefusedAsync(
            await agent.PostAsJsonAsync(Disputes(bill, 2), Wrong, Ct),
            "dispute.nothing-charged"
        );
        await ShouldBeRefusedAsync(
            await agent.PostAsJsonAsync(Disputes(draft, 1), Wrong, Ct),
            "dispute.bill-not-issued"
        );
        await ShouldBeRefusedAsync(
            await agent.PostAsJsonAsync(Disputes(reversed, 1), Wrong, Ct),
            "dispute.bill-reversed"
        );
    }

    [Fact]
    public async Task P4_a_strangers_bill_does_not_exist_and_a_reason_is_mandatory()
    {
        var bill = await platform.BillAsync(5, overdueDays: 1, new Charge(Mobile(5), 15));
        using var stranger = platform.Billing.As(Roles.Customer, Account(6));
        using var owner = platform.Billing.As(Roles.Customer, Account(5));
        using var finance = platform.Billing.As(Roles.Finance);

        (await stranger.PostAsJsonAsync(Disputes(bill, 1), Wrong, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await owner.PostAsJsonAsync(Disputes(bill, 9), Wrong, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await owner.PostAsJsonAsync(Disputes(bill, 1), new { }, Ct)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var decision = new { upheld = true, reason = "客户没有确认过" };
        (await finance.PostAsJsonAsync($"{Disputes(bill, 1)}/decision", decision, Ct)).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task The_same_key_disputes_once()
    {
        var bill = await platform.BillAsync(7, overdueDays: 1, new Charge(Mobile(7), 15));
        using var owner = platform.Billing.As(Roles.Customer, Account(7));
        owner.DefaultRequestHeaders.Add("Idempotency-Key", "dispute-of-seven");

        var first = await (await owner.PostAsJsonAsync(Disputes(bill, 1), Wrong, Ct)).Content.ReadAsStringAsync(Ct);
        using var second = await owner.PostAsJsonAsync(Disputes(bill, 1), Wrong, Ct);

        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await second.Content.ReadAsStringAsync(Ct)).ShouldBe(first);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Disputes(Guid bill, int seq) => $"/api/billing/v1/bills/{bill}/lines/{seq}/disputes";

    private static async Task ShouldBeRefusedAsync(HttpResponseMessage answer, string code)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString().ShouldBe(code);
    }
}
