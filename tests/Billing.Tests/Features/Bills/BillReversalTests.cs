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
using Testing;
using Xunit;

namespace Billing.Tests.Features.Bills;

/// <summary>B15: a wrong bill is taken back by two persons, once, by an entry that reverses its own.</summary>
public sealed class BillReversalTests(BilledMonth billed) : IClassFixture<BilledMonth>
{
    [Fact]
    public async Task Two_persons_reverse_a_bill_and_the_books_are_level_again()
    {
        var bill = await BillAsync(4);
        using var first = billed.Billing.As(Roles.Finance, subject: "finance-1");
        using var second = billed.Billing.As(Roles.Finance, subject: "finance-2");
        var reversal = await RequestAsync(first, bill);

        using var own = await first.PostAsync(Approval(reversal), content: null, Ct);
        using var approved = await second.PostAsync(Approval(reversal), content: null, Ct);

        (await CodeAsync(own)).ShouldBe("bill-reversal.same-person");
        approved.StatusCode.ShouldBe(HttpStatusCode.OK);
        var number = bill.GetProperty("billNo").GetString()!;
        var said = await billed.Reversed.FirstAsync(reversed => reversed.BillNumber == number);
        said.Event.Reason.ShouldBe("charged twice");
        said.Event.Version.ShouldBe(2);
        var entries = await first.GetFromJsonAsync<JsonElement[]>(
            $"{BilledMonth.Ledger}?businessKey=Bill:{number}",
            Ct
        );
        var (reverse, original) = (entries!.Single(), await EntryAsync(first, number));
        reverse.GetProperty("reversesId").GetString().ShouldBe(original.GetProperty("id").GetString());
        Amounts(reverse).ShouldBe(Amounts(original).Select(amount => -amount));
        var after = await first.GetFromJsonAsync<JsonElement>($"{BilledMonth.Bills}/{Id(bill)}", Ct);
        after.GetProperty("state").GetString().ShouldBe("settled");
        after.GetProperty("remainingAmount").GetProperty("value").GetDecimal().ShouldBe(0);
        after.TryGetProperty("reversedDate", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_bill_is_reversed_once_and_decided_once()
    {
        var bill = await BillAsync(5);
        using var first = billed.Billing.As(Roles.Finance, subject: "finance-1");
        using var second = billed.Billing.As(Roles.Finance, subject: "finance-2");
        var reversal = await RequestAsync(first, bill);
        using var meanwhile = await PostRequestAsync(second, bill);
        (await second.PostAsync(Approval(reversal), content: null, Ct)).Dispose();

        using var again = await second.PostAsync(Approval(reversal), content: null, Ct);
        using var anew = await PostRequestAsync(first, bill);

        (await CodeAsync(meanwhile)).ShouldBe("bill-reversal.requested-already");
        (await CodeAsync(again)).ShouldBe("bill-reversal.decided");
        (await CodeAsync(anew)).ShouldBe("bill.already-reversed");
    }

    [Fact]
    public async Task B7_what_was_taken_back_before_anybody_was_told_is_not_said_to_be_issued()
    {
        var (taken, standing) = (await BillAsync(8), await BillAsync(9)); // of one portion: 7 to 12
        using var first = billed.Billing.As(Roles.Finance, subject: "finance-1");
        using var second = billed.Billing.As(Roles.Finance, subject: "finance-2");
        (await second.PostAsync(Approval(await RequestAsync(first, taken)), content: null, Ct)).Dispose();

        // As if nobody had been told of the portion yet: the moment between is too short to be met.
        await using var again = billed.Billing.Database.CreateCommand(
            """
            with portion as (
              update bill_run_portions set told_at = null where portion = 1 returning run_id, portion
            )
            insert into bill_run_accounts (run_id, place, portion, account_id)
            select b.run_id, right(b.number, 8)::integer - 1, p.portion, b.account_id
              from bills b join portion p on p.run_id = b.run_id and (right(b.number, 8)::integer - 1) / 6 = p.portion
            """
        );
        await again.ExecuteNonQueryAsync(Ct);

        await Eventually.TrueAsync(() => Task.FromResult(Said(standing) == 2), "a second word of the bill that stands");
        Said(taken).ShouldBe(1);
    }

    [Fact]
    public async Task A_reversal_that_is_turned_down_leaves_the_bill_as_it_was()
    {
        var bill = await BillAsync(6);
        using var finance = billed.Billing.As(Roles.Finance, subject: "finance-1");
        var reversal = await RequestAsync(finance, bill);

        using var rejected = await finance.PostAsync(
            new Uri($"{BilledMonth.Reversals}/{reversal}/rejection", UriKind.Relative),
            content: null,
            Ct
        );

        rejected.StatusCode.ShouldBe(HttpStatusCode.OK);
        var after = await finance.GetFromJsonAsync<JsonElement>($"{BilledMonth.Bills}/{Id(bill)}", Ct);
        after.GetProperty("state").GetString().ShouldBe("sent");
        (await RequestAsync(finance, bill)).ShouldNotBe(reversal, "it can be asked for again");
    }

    [Fact]
    public async Task A_bill_of_which_something_is_paid_is_not_reversed()
    {
        var bill = await BillAsync(7);
        await using (
            var pay = billed.Billing.Database.CreateCommand(
                $"update bill_lines set settled = 0.01 where seq = 1 and bill_id = '{Id(bill)}'"
            )
        )
        {
            await pay.ExecuteNonQueryAsync(Ct);
        }

        using var finance = billed.Billing.As(Roles.Finance);
        using var refused = await PostRequestAsync(finance, bill);

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await CodeAsync(refused)).ShouldBe("bill.paid");
    }

    private async Task<JsonElement> BillAsync(int n)
    {
        await billed.BillAsync(billed.Month);
        return await billed.BillOfAsync(n, billed.Month);
    }

    private int Said(JsonElement bill) =>
        billed.Issued.Heard.Count(said => said.Event.BillNumber == bill.GetProperty("billNo").GetString());

    private static async Task<string> RequestAsync(HttpClient finance, JsonElement bill)
    {
        using var answer = await PostRequestAsync(finance, bill);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return Id(await finance.GetFromJsonAsync<JsonElement>(answer.Headers.Location, Ct));
    }

    private static Task<HttpResponseMessage> PostRequestAsync(HttpClient finance, JsonElement bill) =>
        finance.PostAsJsonAsync($"/api/billing/v1/bills/{Id(bill)}/reversals", new { reason = "charged twice" }, Ct);

    private static Uri Approval(string reversal) =>
        new($"{BilledMonth.Reversals}/{reversal}/approval", UriKind.Relative);

    private static async Task<JsonElement> EntryAsync(HttpClient client, string number) =>
        (await client.GetFromJsonAsync<JsonElement[]>($"{BilledMonth.Ledger}?businessKey={number}", Ct))!.Single();

    private static decimal[] Amounts(JsonElement entry) =>
        [.. entry.GetProperty("postings").EnumerateArray().Select(p => p.GetProperty("amount").GetDecimal())];

    private static string Id(JsonElement resource) => resource.GetProperty("id").GetString()!;

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
