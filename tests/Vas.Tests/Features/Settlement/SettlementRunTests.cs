using System;
using System.Linq;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Vas.Domain.Settlement;
using Xunit;

namespace Vas.Tests.Features.Settlement;

/// <summary>V8: a month is drafted, issued and carried on, and each deduction names its complaints.</summary>
public sealed class SettlementRunTests(VasFixture platform) : SettlementTest(platform), IClassFixture<VasFixture>
{
    [Fact]
    public async Task The_loop_from_complaint_to_issued_statement_to_the_fen()
    {
        await using var adjusted = await EventTap<SettlementAdjusted>.OpenAsync(Platform.Messaging);
        await using var issued = await EventTap<SettlementIssued>.OpenAsync(Platform.Messaging);
        var month = SettlementMonth.Of(Now, Shanghai);
        var provider = await ProviderRows.AddAsync(Platform.Vas.Database);
        await provider.SubscribeAsync(10_000, month.StartsAt(Shanghai).AddDays(-1));
        await provider.ChargeAsync($"{month}", "Posted", [99_990m, 10m]);
        await provider.ChargeAsync($"{month}", "Reversed", [5_000m]);
        await provider.ChargeAsync($"{month}", "Pending", [70m]);
        var cases = await ComplainAsync(provider, 8);
        await cases[0].RefundAsync(40m, Now);
        await cases[1].RefundAsync(19.90m, Now);
        await cases[1].TakeRefundBackAsync(19.90m, Now); // the customer owes it again, the provider does not
        await Platform.Neighbours.SayAsync(
            new SanctionImposed(
                Guid.CreateVersion7(),
                1,
                provider.Id,
                provider.Number,
                "fine",
                "Late.",
                75,
                1_000m,
                "CNY",
                Now
            )
        );
        await HeardAsync(
            $"""
            select (select count(*) from complaint_facts where provider_id = '{provider.Id}' and upheld_period is not null) = 8
               and exists (select from case_refunds where compensation_id = '{cases[1].CompensationId}'
                              and granted_at is not null and taken_back_at is not null)
               and exists (select from case_refunds where compensation_id = '{cases[0].CompensationId}')
               and exists (select from provider_fines where provider_id = '{provider.Id}')
            """
        );

        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");
        using var boris = Platform.Vas.As(Roles.Finance, subject: "boris");
        using var partner = Platform.Vas.As(Roles.Partner, partner: provider.Id);
        (await CodeAsync(anna, "/api/vas/v1/settlementRuns", new { period = $"{month}" })).ShouldBe(
            "settlement.month-not-over"
        );
        await NextMonthAsync();
        await DraftAsync(anna, month);

        // net 100,000; share 50,000; bad debt 4,000; service fee 10 % of 46,000 = 4,600; left 41,400
        // 8 complaints of 10,000 → 0.7: 12,420 off → 28,980; fine 1,000; refund 40 → 27,940
        var statement = await StatementAsync(partner, month);
        LinesOf(statement)
            .ShouldBe([
                "share 100000.00 50000.00 0",
                "badDebt 50000.00 -4000.00 0",
                "serviceFee 46000.00 -4600.00 0",
                "complaintFactor 41400.00 -12420.00 8",
                "penalty 1000.00 -1000.00 0",
                "clawBack 40.00 -40.00 1",
            ]);
        (statement.GetProperty("payable").GetDecimal(), statement.GetProperty("status").GetString()).ShouldBe(
            (27_940m, "drafted")
        );
        statement.GetProperty("policyVersions").GetString()!.ShouldContain("sp.bad_debt CN-national v1");
        var ids = string.Join(',', cases.OrderBy(it => it.Number, StringComparer.Ordinal).Select(it => it.Id));
        var id = statement.GetProperty("id").GetGuid();
        var factor = (await adjusted.FirstAsync(it => it.StatementId == id && it.Reason == "complaintFactor")).Event;
        (factor.Amount, factor.ComplaintIds, factor.Period).ShouldBe((12_420m, ids, $"{month}"));
        var refund = (await adjusted.FirstAsync(it => it.StatementId == id && it.Reason == "clawBack")).Event;
        (refund.Amount, refund.ComplaintIds).ShouldBe((40m, $"{cases[0].Id}"));

        (await CodeAsync(boris, $"{Statements}/{id}/issue")).ShouldBe("settlement.window-open");
        Platform.MoveBusinessTime(TimeSpan.FromDays(6));
        (await CodeAsync(anna, $"{Statements}/{id}/issue")).ShouldBe("settlement.same-person");
        (await CodeAsync(boris, $"{Statements}/{id}/issue")).ShouldBe("settlement.charges-pending");
        await Platform.Vas.ScalarAsync<int>(
            $"update vas_charges set status = 'Refused' where provider_id = '{provider.Id}' and status = 'Pending'"
        );
        using var done = await boris.PostAsync(Path($"{Statements}/{id}/issue"), null, Ct);
        done.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CodeAsync(boris, $"{Statements}/{id}/issue")).ShouldBe("settlement.illegal-move");
        var said = (await issued.FirstAsync(it => it.StatementId == id)).Event;
        (said.Payable, said.CarriedForward, said.Period, said.StatementNumber).ShouldBe(
            (27_940m, 0, $"{month}", $"S-{month.First:yyyyMM}-{provider.Number}")
        );

        // A finding that falls after the statement gives its refund back in the next, and the grade stays settled.
        await cases[0].ChangeFindingAsync(Now, isUpheld: false, version: 9);
        await HeardAsync($"select not is_upheld from complaint_facts where complaint_id = '{cases[0].Id}'");
        await NextMonthAsync();
        await DraftAsync(anna, month.Next);
        LinesOf(await StatementAsync(partner, month.Next)).ShouldBe(["clawBack -40.00 40.00 1"]);
        adjusted.Heard.Count(heard => heard.Event.StatementId == id).ShouldBe(2);
    }

    [Fact]
    public async Task What_is_negative_is_carried_into_the_next_month_once()
    {
        var month = SettlementMonth.Of(Now, Shanghai);
        var provider = await ProviderRows.AddAsync(Platform.Vas.Database);
        await provider.ChargeAsync($"{month}", "Posted", [10m]);
        await provider.ChargeAsync($"{month.Next}", "Posted", [1_000m]);
        await Platform.Neighbours.SayAsync(
            new SanctionImposed(
                Guid.CreateVersion7(),
                1,
                provider.Id,
                provider.Number,
                "fine",
                "Late.",
                75,
                100m,
                "CNY",
                Now
            )
        );
        await HeardAsync($"select exists (select from provider_fines where provider_id = '{provider.Id}')");
        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");
        using var boris = Platform.Vas.As(Roles.Finance, subject: "boris");
        using var partner = Platform.Vas.As(Roles.Partner, partner: provider.Id);
        await NextMonthAsync();
        await DraftAsync(anna, month);
        await NextMonthAsync();

        // While this month is open the next one waits for it.
        (await DraftAsync(anna, month.Next))
            .GetProperty("waiting")
            .GetInt32()
            .ShouldBeGreaterThan(0);
        (await ListAsync(partner, month.Next)).ShouldBeEmpty();

        // 5 − 0.40 = 4.60 − 0.46 = 4.14 − 100 = −95.86
        var first = await StatementAsync(partner, month);
        (first.GetProperty("payable").GetDecimal(), first.GetProperty("carriedForward").GetDecimal()).ShouldBe(
            (0, -95.86m)
        );
        await IssueAsync(boris, first);
        await DraftAsync(anna, month.Next);

        // 500 − 40 = 460 − 46 = 414 − 95.86 = 318.14
        var second = await StatementAsync(partner, month.Next);
        LinesOf(second)[^1].ShouldBe("carriedIn -95.86 -95.86 0");
        second.GetProperty("payable").GetDecimal().ShouldBe(318.14m);
        Platform.MoveBusinessTime(TimeSpan.FromDays(6));
        await IssueAsync(boris, second);
        await NextMonthAsync();
        await DraftAsync(anna, month.Next.Next);
        LinesOf(await StatementAsync(partner, month.Next.Next)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_was_never_let_in_gets_no_statement()
    {
        var month = SettlementMonth.Of(Now, Shanghai);
        var active = await ProviderRows.AddAsync(Platform.Vas.Database);
        var others = new[]
        {
            await ProviderRows.AddAsync(Platform.Vas.Database, status: "Applied"),
            await ProviderRows.AddAsync(Platform.Vas.Database, status: "Rejected"),
        };
        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");
        await NextMonthAsync();
        await DraftAsync(anna, month);

        var drafted = await anna.GetFromJsonAsync<JsonElement[]>(Path($"{Statements}?period={month}&limit=1000"), Ct);
        var numbers = drafted!.Select(it => it.GetProperty("providerNumber").GetString()).ToList();
        numbers.ShouldContain(active.Number);
        numbers.ShouldNotContain(others[0].Number);
        numbers.ShouldNotContain(others[1].Number);
    }

    [Fact]
    public async Task P4_a_statement_is_its_providers_own_in_every_form()
    {
        var month = SettlementMonth.Of(Now, Shanghai);
        var provider = await ProviderRows.AddAsync(Platform.Vas.Database);
        await provider.ChargeAsync($"{month}", "Posted", [1_000m]);
        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");
        using var partner = Platform.Vas.As(Roles.Partner, partner: provider.Id);
        using var other = Platform.Vas.As(Roles.Partner, partner: Guid.CreateVersion7());
        await NextMonthAsync();
        await DraftAsync(anna, month);
        var id = (await StatementAsync(partner, month)).GetProperty("id").GetGuid();

        foreach (var form in (string[])["", "/page", "/document", "/csv"])
        {
            using var refused = await other.GetAsync(Path($"{Statements}/{id}{form}"), Ct);
            refused.StatusCode.ShouldBe(HttpStatusCode.NotFound, form);
        }

        using var objected = await other.PostAsJsonAsync(
            Path($"{Statements}/{id}/objections"),
            new { reason = "Not even mine." },
            Ct
        );
        objected.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ListAsync(other, month)).ShouldBeEmpty();

        (await partner.GetStringAsync(Path($"{Statements}/{id}/csv"), Ct)).ShouldContain(
            $"\"S-{month.First:yyyyMM}-{provider.Number}\",{month},\"{provider.Number}\",1,Share,1000.00,0.50,500.00,CNY,,"
        );
        (await partner.GetStringAsync(Path($"{Statements}/{id}/page?language=en"), Ct)).ShouldContain("414.00");
        var pdf = await partner.GetByteArrayAsync(Path($"{Statements}/{id}/document?language=en"), Ct);
        Encoding.ASCII.GetString(pdf, 0, 5).ShouldBe("%PDF-");
    }
}
