using System;
using System.Linq;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Vas.Domain.Settlement;
using Xunit;

namespace Vas.Tests.Features.Settlement;

/// <summary>V15, B12: what a customer was paid for a case is the provider's to pay, once and on the right statement.</summary>
public sealed class CaseRefundTests(VasFixture platform) : SettlementTest(platform), IClassFixture<VasFixture>
{
    [Fact]
    public async Task A_refund_stands_on_the_statement_that_its_complaint_counts_in()
    {
        var month = SettlementMonth.Of(Now, Shanghai);
        var provider = await ProviderRows.AddAsync(Platform.Vas.Database);
        await provider.SubscribeAsync(10_000, month.StartsAt(Shanghai).AddDays(-1));
        await provider.ChargeAsync($"{month}", "Posted", [1_000m]);
        await ComplainAsync(provider, 4);
        var late = CaseOf.About(Platform, provider);
        await late.CloseAsync(Now, version: 3);
        var open = CaseOf.About(Platform, provider);
        await open.FindAsync(Now);
        await open.RefundAsync(7m, Now);
        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");
        using var boris = Platform.Vas.As(Roles.Finance, subject: "boris");
        using var partner = Platform.Vas.As(Roles.Partner, partner: provider.Id);
        await NextMonthAsync();

        // Found after the month's end and before its statement: grade and refund stand on it together.
        await late.RefundAsync(40m, Now);
        await late.FindAsync(Now);
        await HeardAsync(
            $"""
            select (select count(*) from complaint_facts where provider_id = '{provider.Id}' and upheld_period = '{month}') = 5
               and (select count(*) from case_refunds
                     where compensation_id in ('{late.CompensationId}', '{open.CompensationId}')) = 2
            """
        );
        await DraftAsync(anna, month);

        // 500 − 40 − 46 = 414; 5 of 10,000 → 0.9: 41.40 off
        var statement = await StatementAsync(partner, month);
        LinesOf(statement)[^2..].ShouldBe(["complaintFactor 414.00 -41.40 5", "clawBack 40.00 -40.00 1"]);

        // The open case was found in the month, but counts and is paid for in that of its closing.
        await open.CloseAsync(Now);
        await HeardAsync(
            $"select coalesce(upheld_period = '{month.Next}', false) from complaint_facts where complaint_id = '{open.Id}'"
        );
        Platform.MoveBusinessTime(TimeSpan.FromDays(6));
        await IssueAsync(boris, statement);
        await NextMonthAsync();
        await DraftAsync(anna, month.Next);
        var next = await StatementAsync(partner, month.Next);
        (LinesOf(next).Single(), next.GetProperty("complaints").GetInt32()).ShouldBe(("clawBack 7.00 -7.00 1", 1));
    }

    [Fact]
    public async Task V15_a_case_that_proves_to_be_another_providers_gives_the_first_one_its_money_back()
    {
        var month = SettlementMonth.Of(Now, Shanghai);
        var (first, second) = (
            await ProviderRows.AddAsync(Platform.Vas.Database),
            await ProviderRows.AddAsync(Platform.Vas.Database)
        );
        foreach (var provider in new[] { first, second })
        {
            await provider.SubscribeAsync(10_000, month.StartsAt(Shanghai).AddDays(-1));
            await provider.ChargeAsync($"{month}", "Posted", [1_000m]);
        }

        await ComplainAsync(first, 4);
        var moved = CaseOf.About(Platform, first);
        await moved.FindAsync(Now);
        await moved.RefundAsync(40m, Now);
        await moved.CloseAsync(Now);
        await HeardAsync(
            $"""
            select (select count(*) from complaint_facts where provider_id = '{first.Id}' and upheld_period = '{month}') = 5
               and exists (select from case_refunds where compensation_id = '{moved.CompensationId}')
            """
        );
        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");
        using var boris = Platform.Vas.As(Roles.Finance, subject: "boris");
        using var firsts = Platform.Vas.As(Roles.Partner, partner: first.Id);
        using var seconds = Platform.Vas.As(Roles.Partner, partner: second.Id);
        await NextMonthAsync();
        await DraftAsync(anna, month);
        Platform.MoveBusinessTime(TimeSpan.FromDays(6));
        var issued = await StatementAsync(firsts, month);
        LinesOf(issued)[^2..].ShouldBe(["complaintFactor 414.00 -41.40 5", "clawBack 40.00 -40.00 1"]);
        await IssueAsync(boris, issued);
        await IssueAsync(boris, await StatementAsync(seconds, month));

        await moved.MoveAsync(second.Service, Now, version: 6);
        await HeardAsync(
            $"""
            select provider_id = '{second.Id}' and upheld_period = '{month.Next}'
              from complaint_facts where complaint_id = '{moved.Id}'
            """
        );

        // What the first one's issued statement counted stays; the second one's month to come has the case.
        (
            await Platform.Vas.ScalarAsync<int>(
                $"""
                select complaints from complaint_rates
                 where provider_id = '{first.Id}' and period = '{month}' and definition = 'upheld-v1'
                """
            )
        ).ShouldBe(5);
        await NextMonthAsync();
        await DraftAsync(anna, month.Next);
        LinesOf(await StatementAsync(firsts, month.Next)).Single().ShouldBe("clawBack -40.00 40.00 1");
        var next = await StatementAsync(seconds, month.Next);
        (LinesOf(next).Single(), next.GetProperty("complaints").GetInt32()).ShouldBe(("clawBack 40.00 -40.00 1", 1));
    }
}
