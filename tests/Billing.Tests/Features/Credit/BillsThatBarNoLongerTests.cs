using System;
using System.Net;
using System.Net.Http.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Billing.Tests.Features.Credit.CreditFixture;

namespace Billing.Tests.Features.Credit;

/// <summary>B10: a line is barred for what is owed; when that ends without a payment, the line comes back as well.</summary>
public sealed class BillsThatBarNoLongerTests(CreditFixture platform) : IClassFixture<CreditFixture>
{
    [Fact]
    public async Task A_credit_of_the_next_bill_that_pays_the_arrears_brings_the_line_back()
    {
        await platform.SuspendAsync(1);
        await platform.ExecuteAsync(
            """
            with entry as (
              insert into ledger_entries (id, kind, business_key, booked_at, narrative)
              values (gen_random_uuid(), 'Bill', 'B-credit', now(), 'Late usage set right') returning id)
            insert into ledger_postings (entry_id, seq, ledger_account, account_id, amount, currency)
            select id, 1, '2203', $1, -50, 'CNY' from entry
            union all select id, 2, '6003', null, 50, 'CNY' from entry
            """,
            Account(1)
        );

        await platform.SayAsync(
            new BillIssued(
                Guid.CreateVersion7(),
                1,
                "B-credit",
                Account(1),
                "A1000001",
                "2000-02",
                -50,
                -50,
                "CNY",
                platform.Today,
                platform.Now
            )
        );

        await platform.Restored.FirstAsync(said => said.LineId == Mobile(1));
    }

    [Fact]
    public async Task A_bill_that_finance_holds_back_bars_no_line()
    {
        var bill = await platform.SuspendAsync(2);
        await platform.ExecuteAsync("update bills set period = '2000-01' where id = $1", bill);
        using var finance = platform.Billing.As(Roles.Finance);

        using var held = await finance.PatchAsJsonAsync(
            $"/tmf-api/customerBillManagement/v4/customerBill/{bill}",
            new { state = "onHold" },
            Ct
        );

        held.StatusCode.ShouldBe(HttpStatusCode.OK);
        await platform.Restored.FirstAsync(said => said.LineId == Mobile(2));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
