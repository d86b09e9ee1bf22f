using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Vas.Domain.Settlement;
using Xunit;

namespace Vas.Tests.Features.Settlement;

/// <summary>V8, V15: a month is drafted, objected to, issued and carried on, and each deduction names its complaints.</summary>
public sealed class SettlementRunTests(VasFixture platform) : IClassFixture<VasFixture>
{
    private const string Statements = "/api/vas/v1/statements";
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>Inside the month that is settled; business time then moves on to the next.</summary>
    private DateTimeOffset Now => platform.Now;

    [Fact]
    public async Task The_loop_from_complaint_to_issued_statement_to_the_fen()
    {
        await using var adjusted = await EventTap<SettlementAdjusted>.OpenAsync(platform.Messaging);
        await using var issued = await EventTap<SettlementIssued>.OpenAsync(platform.Messaging);
        var month = SettlementMonth.Of(Now, Shanghai);
        var provider = await ProviderRows.AddAsync(platform.Vas.Database);
        await provider.SubscribeAsync(10_000, month.StartsAt(Shanghai).AddDays(-1));
        await provider.ChargeAsync($"{month}", "Posted", [99_990m, 10m]);
        await provider.ChargeAsync($"{month}", "Reversed", [5_000m]);
        await provider.ChargeAsync($"{month}", "Pending", [70m]);
        var cases = await ComplainAsync(provider, 8);
        await cases[0].RefundAsync(40m, Now);
        await cases[1].RefundAsync(19.90m, Now);
        await cases[1].TakeRefundBackAsync(19.90m, Now); // the customer owes it again, the provider does not
        await platform.Neighbours.SayAsync(
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

        using var anna = platform.Vas.As(Roles.Finance, subject: "anna");
        using var boris = platform.Vas.As(Roles.Finance, subject: "boris");
        using var partner = platform.Vas.As(Roles.Partner, partner: provider.Id);
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
        platform.MoveBusinessTime(TimeSpan.FromDays(6));
        (await CodeAsync(anna, $"{Statements}/{id}/issue")).ShouldBe("settlement.same-person");
        (await CodeAsync(boris, $"{Statements}/{id}/issue")).ShouldBe("settlement.charges-pending");
        await platform.Vas.ScalarAsync<int>(
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
        var provider = await ProviderRows.AddAsync(platform.Vas.Database);
        await provider.ChargeAsync($"{month}", "Posted", [10m]);
        await provider.ChargeAsync($"{month.Next}", "Posted", [1_000m]);
        await platform.Neighbours.SayAsync(
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
        using var anna = platform.Vas.As(Roles.Finance, subject: "anna");
        using var boris = platform.Vas.As(Roles.Finance, subject: "boris");
        using var partner = platform.Vas.As(Roles.Partner, partner: provider.Id);
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
        platform.MoveBusinessTime(TimeSpan.FromDays(6));
        await IssueAsync(boris, second);
        await NextMonthAsync();
        await DraftAsync(anna, month.Next.Next);
        LinesOf(await StatementAsync(partner, month.Next.Next)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_charge_reversed_after_its_statement_was_issued_is_taken_back_by_the_next()
    {
        await using var adjusted = await EventTap<SettlementAdjusted>.OpenAsync(platform.Messaging);
        var month = SettlementMonth.Of(Now, Shanghai);
        var provider = await ProviderRows.AddAsync(platform.Vas.Database);
        await provider.ChargeAsync($"{month}", "Posted", [1_000m, 10m, 20m]);
        using var anna = platform.Vas.As(Roles.Finance, subject: "anna");
        using var boris = platform.Vas.As(Roles.Finance, subject: "boris");
        using var partner = platform.Vas.As(Roles.Partner, partner: provider.Id);
        await NextMonthAsync();
        await DraftAsync(anna, month);
        platform.MoveBusinessTime(TimeSpan.FromDays(6));

        // In time: the month itself comes to less.
        await ReverseAsync(anna, provider, 20m);
        var drafted = await StatementAsync(partner, month);
        (await CodeAsync(boris, $"{Statements}/{drafted.GetProperty("id").GetGuid()}/issue")).ShouldBe(
            "settlement.outdated"
        );
        await DraftAsync(anna, month);
        platform.MoveBusinessTime(TimeSpan.FromDays(6));

        // net 1,010: 505 − 40.40 = 464.60 − 46.46 = 418.14, 0.414 of each yuan
        var first = await StatementAsync(partner, month);
        first.GetProperty("payable").GetDecimal().ShouldBe(418.14m);
        await IssueAsync(boris, first);

        // Too late: the statement stays, the next one takes 10 × 0.414 back. Asked again it is done once.
        var reversed = await ReverseAsync(anna, provider, 10m);
        (await ReverseAsync(anna, provider, 10m)).GetRawText().ShouldBe(reversed.GetRawText());
        reversed.GetProperty("status").GetString().ShouldBe("reversed");
        platform.Billing.Reversed.ShouldContain(it => it.ChargeId == reversed.GetProperty("id").GetString());
        await NextMonthAsync();
        await DraftAsync(anna, month.Next);
        var next = await StatementAsync(partner, month.Next);
        LinesOf(next).ShouldBe(["clawBack 10.00 -4.14 0"]);
        next.GetProperty("carriedForward").GetDecimal().ShouldBe(-4.14m);
        platform.MoveBusinessTime(TimeSpan.FromDays(6));
        await IssueAsync(boris, next);
        await NextMonthAsync();
        await DraftAsync(anna, month.Next.Next);
        LinesOf(await StatementAsync(partner, month.Next.Next)).ShouldBe(["carriedIn -4.14 -4.14 0"]);
        adjusted.Heard.ShouldNotContain(it => it.Event.ProviderId == provider.Id);
    }

    [Fact]
    public async Task A_charge_is_not_reversed_when_Billing_is_away_or_the_customer_was_paid_for_a_case_about_it()
    {
        var month = SettlementMonth.Of(Now, Shanghai);
        var provider = await ProviderRows.AddAsync(platform.Vas.Database);
        await provider.ChargeAsync($"{month}", "Posted", [30m]);
        await provider.ChargeAsync($"{month}", "Refused", [40m]);
        using var anna = platform.Vas.As(Roles.Finance, subject: "anna");
        platform.Billing.IsAway = true;
        try
        {
            using var away = await PostReversalAsync(anna, provider, 30m);
            away.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            platform.Billing.IsAway = false;
        }

        using var refused = await PostReversalAsync(anna, provider, 40m);
        (await refused.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("code")
            .GetString()
            .ShouldBe("charge.not-posted");
        var account = await platform.Vas.ScalarAsync<Guid>(
            $"select account_id from vas_charges where provider_id = '{provider.Id}' and amount = 30"
        );
        var paid = CaseOf.About(platform, provider) with { Account = account };
        await paid.FindAsync(Now);
        await paid.RefundAsync(30m, Now.AddMinutes(1));
        await HeardAsync(
            $"""
            select exists (select from complaint_facts where complaint_id = '{paid.Id}')
               and exists (select from case_refunds where compensation_id = '{paid.CompensationId}')
            """
        );
        using var twice = await PostReversalAsync(anna, provider, 30m);
        (await twice.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("code")
            .GetString()
            .ShouldBe("charge.compensated");

        await paid.TakeRefundBackAsync(30m, Now);
        await HeardAsync(
            $"select taken_back_at is not null from case_refunds where compensation_id = '{paid.CompensationId}'"
        );
        (await ReverseAsync(anna, provider, 30m)).GetProperty("status").GetString().ShouldBe("reversed");
    }

    [Fact]
    public async Task A_refund_stands_on_the_statement_that_its_complaint_counts_in()
    {
        var month = SettlementMonth.Of(Now, Shanghai);
        var provider = await ProviderRows.AddAsync(platform.Vas.Database);
        await provider.SubscribeAsync(10_000, month.StartsAt(Shanghai).AddDays(-1));
        await provider.ChargeAsync($"{month}", "Posted", [1_000m]);
        await ComplainAsync(provider, 4);
        var late = CaseOf.About(platform, provider);
        await late.CloseAsync(Now, version: 3);
        var open = CaseOf.About(platform, provider);
        await open.FindAsync(Now);
        await open.RefundAsync(7m, Now);
        using var anna = platform.Vas.As(Roles.Finance, subject: "anna");
        using var boris = platform.Vas.As(Roles.Finance, subject: "boris");
        using var partner = platform.Vas.As(Roles.Partner, partner: provider.Id);
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
        platform.MoveBusinessTime(TimeSpan.FromDays(6));
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
            await ProviderRows.AddAsync(platform.Vas.Database),
            await ProviderRows.AddAsync(platform.Vas.Database)
        );
        foreach (var provider in new[] { first, second })
        {
            await provider.SubscribeAsync(10_000, month.StartsAt(Shanghai).AddDays(-1));
            await provider.ChargeAsync($"{month}", "Posted", [1_000m]);
        }

        await ComplainAsync(first, 4);
        var moved = CaseOf.About(platform, first);
        await moved.FindAsync(Now);
        await moved.RefundAsync(40m, Now);
        await moved.CloseAsync(Now);
        await HeardAsync(
            $"""
            select (select count(*) from complaint_facts where provider_id = '{first.Id}' and upheld_period = '{month}') = 5
               and exists (select from case_refunds where compensation_id = '{moved.CompensationId}')
            """
        );
        using var anna = platform.Vas.As(Roles.Finance, subject: "anna");
        using var boris = platform.Vas.As(Roles.Finance, subject: "boris");
        using var firsts = platform.Vas.As(Roles.Partner, partner: first.Id);
        using var seconds = platform.Vas.As(Roles.Partner, partner: second.Id);
        await NextMonthAsync();
        await DraftAsync(anna, month);
        platform.MoveBusinessTime(TimeSpan.FromDays(6));
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
            await platform.Vas.ScalarAsync<int>(
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

    [Fact]
    public async Task An_objection_holds_the_statement_up_and_what_changed_is_drafted_and_shown_again()
    {
        var month = SettlementMonth.Of(Now, Shanghai);
        var provider = await ProviderRows.AddAsync(platform.Vas.Database);
        await provider.SubscribeAsync(1_000, month.StartsAt(Shanghai).AddDays(-1));
        await provider.ChargeAsync($"{month}", "Posted", [1_000m]);
        var cases = await ComplainAsync(provider, 5);
        await HeardAsync(
            $"select count(*) = 5 from complaint_facts where provider_id = '{provider.Id}' and upheld_period is not null"
        );
        using var anna = platform.Vas.As(Roles.Finance, subject: "anna");
        using var boris = platform.Vas.As(Roles.Finance, subject: "boris");
        using var partner = platform.Vas.As(Roles.Partner, partner: provider.Id);
        await NextMonthAsync();
        await DraftAsync(anna, month);
        var id = (await StatementAsync(partner, month)).GetProperty("id").GetGuid();

        using var raised = await partner.PostAsJsonAsync(
            Path($"{Statements}/{id}/objections"),
            new { reason = "Case five was answered in time." },
            Ct
        );
        raised.StatusCode.ShouldBe(HttpStatusCode.Created);
        var objection = (await raised.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
        platform.MoveBusinessTime(TimeSpan.FromDays(6));
        (await CodeAsync(boris, $"{Statements}/{id}/issue")).ShouldBe("settlement.objection-open");
        (await CodeAsync(partner, $"{Statements}/{id}/objections", new { reason = "And there is more." })).ShouldBe(
            "settlement.window-over"
        );

        await cases[4].ChangeFindingAsync(Now, isUpheld: false, version: 9);
        await HeardAsync($"select not is_upheld from complaint_facts where complaint_id = '{cases[4].Id}'");
        using var decided = await anna.PostAsJsonAsync(
            Path($"{Statements}/{id}/objections/{objection}/decision"),
            new { isAccepted = true, answer = "You are right." },
            Ct
        );
        decided.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CodeAsync(boris, $"{Statements}/{id}/issue")).ShouldBe("settlement.outdated");

        // Four are too few for a rate: 500 − 40 − 46 = 414, and the provider has its days again.
        await DraftAsync(anna, month);
        var again = await StatementAsync(partner, month);
        (again.GetProperty("id").GetGuid(), again.GetProperty("payable").GetDecimal()).ShouldBe((id, 414m));
        (await CodeAsync(boris, $"{Statements}/{id}/issue")).ShouldBe("settlement.window-open");
        platform.MoveBusinessTime(TimeSpan.FromDays(6));
        await IssueAsync(boris, again);
    }

    [Fact]
    public async Task Who_was_never_let_in_gets_no_statement()
    {
        var month = SettlementMonth.Of(Now, Shanghai);
        var active = await ProviderRows.AddAsync(platform.Vas.Database);
        var others = new[]
        {
            await ProviderRows.AddAsync(platform.Vas.Database, status: "Applied"),
            await ProviderRows.AddAsync(platform.Vas.Database, status: "Rejected"),
        };
        using var anna = platform.Vas.As(Roles.Finance, subject: "anna");
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
        var provider = await ProviderRows.AddAsync(platform.Vas.Database);
        await provider.ChargeAsync($"{month}", "Posted", [1_000m]);
        using var anna = platform.Vas.As(Roles.Finance, subject: "anna");
        using var partner = platform.Vas.As(Roles.Partner, partner: provider.Id);
        using var other = platform.Vas.As(Roles.Partner, partner: Guid.CreateVersion7());
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

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Uri Path(string path) => new(path, UriKind.Relative);

    private static List<string> LinesOf(JsonElement statement) =>
        [
            .. statement
                .GetProperty("lines")
                .EnumerateArray()
                .Select(line =>
                    FormattableString.Invariant(
                        $"{line.GetProperty("kind").GetString()} {line.GetProperty("basis").GetDecimal():0.00} {line.GetProperty("amount").GetDecimal():0.00} {line.GetProperty("complaints").GetArrayLength()}"
                    )
                ),
        ];

    private static async Task<JsonElement> DraftAsync(HttpClient finance, SettlementMonth month)
    {
        using var answer = await finance.PostAsJsonAsync(
            Path("/api/vas/v1/settlementRuns"),
            new { period = $"{month}" },
            Ct
        );
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Ct));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static async Task<JsonElement[]> ListAsync(HttpClient client, SettlementMonth month) =>
        (await client.GetFromJsonAsync<JsonElement[]>(Path($"{Statements}?period={month}"), Ct))!;

    private static async Task<JsonElement> StatementAsync(HttpClient partner, SettlementMonth month) =>
        (await ListAsync(partner, month)).Single();

    private static async Task IssueAsync(HttpClient finance, JsonElement statement)
    {
        using var answer = await finance.PostAsync(
            Path($"{Statements}/{statement.GetProperty("id").GetGuid()}/issue"),
            null,
            Ct
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
    }

    private static async Task<string?> CodeAsync(HttpClient client, string path, object? body = null)
    {
        using var answer = await client.PostAsync(Path(path), body is null ? null : JsonContent.Create(body), Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString();
    }

    private async Task<List<CaseOf>> ComplainAsync(ProviderRows provider, int count)
    {
        var cases = Enumerable.Range(0, count).Select(_ => CaseOf.About(platform, provider)).ToList();
        foreach (var it in cases)
        {
            await it.FindAsync(Now);
            await it.CloseAsync(Now);
        }

        return cases;
    }

    private async Task<HttpResponseMessage> PostReversalAsync(HttpClient finance, ProviderRows provider, decimal amount)
    {
        var id = await platform.Vas.ScalarAsync<Guid>(
            $"select id from vas_charges where provider_id = '{provider.Id}' and amount = {amount}"
        );
        return await finance.PostAsJsonAsync(
            Path($"/api/vas/v1/charges/{id}/reversal"),
            new { reason = "Charged by mistake." },
            Ct
        );
    }

    private async Task<JsonElement> ReverseAsync(HttpClient finance, ProviderRows provider, decimal amount)
    {
        using var answer = await PostReversalAsync(finance, provider, amount);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private Task HeardAsync(string sql) =>
        Eventually.TrueAsync(() => platform.Vas.ScalarAsync<bool>(sql), "what was said is known");

    private Task NextMonthAsync()
    {
        var ends = SettlementMonth.Of(Now, Shanghai).EndsAt(Shanghai);
        platform.MoveBusinessTime(ends - Now + TimeSpan.FromHours(1));
        return Task.CompletedTask;
    }
}
