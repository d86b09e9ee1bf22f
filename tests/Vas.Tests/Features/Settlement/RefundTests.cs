using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Vas.Domain.Settlement;
using Xunit;

namespace Vas.Tests.Features.Settlement;

/// <summary>V15: a wrong charge is given back by two persons, as many times as it deserves, at the provider's cost.</summary>
public sealed class RefundTests(VasFixture platform) : SettlementTest(platform), IClassFixture<VasFixture>
{
    private const string Refunds = "/api/vas/v1/refunds";

    [Fact]
    public async Task Fraud_is_paid_to_the_least_sum_and_the_statement_takes_it_from_the_provider_by_case_and_policy()
    {
        await using var proposals = await EventTap<RefundProposed>.OpenAsync(Platform.Messaging);
        await using var refunds = await EventTap<ChargeRefunded>.OpenAsync(Platform.Messaging);
        await using var adjusted = await EventTap<SettlementAdjusted>.OpenAsync(Platform.Messaging);
        var month = SettlementMonth.Of(Now, Shanghai);
        var provider = await ProviderRows.AddAsync(Platform.Vas.Database);
        await provider.ChargeAsync($"{month}", "Posted", [1_000m, 8m]);
        var complaint = CaseOf.About(Platform, provider);
        await complaint.FindAsync(Now);
        await HeardAsync($"select exists (select from complaint_facts where complaint_id = '{complaint.Id}')");
        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");
        using var boris = Platform.Vas.As(Roles.Supervisor, subject: "boris");
        using var partner = Platform.Vas.As(Roles.Partner, partner: provider.Id);

        var proposed = await ProposeAsync(anna, provider, 8m, "fraud", complaint.Id);
        var id = proposed.GetProperty("id").GetGuid();

        (proposed.GetProperty("amount").GetDecimal(), proposed.GetProperty("extra").GetDecimal()).ShouldBe((8, 492));
        var policies = proposed.GetProperty("policyVersions").GetString()!;
        policies.ShouldStartWith("vas.refund.fraud CN-national v1; vas.refund.fraud_min CN-national v1; ");
        policies.ShouldContain("vas.evidence_deadline CN-national v1");
        var said = (await proposals.FirstAsync(it => it.RefundId == id)).Event;
        (said.ProviderId, said.Extra, said.EvidenceUntil).ShouldBe(
            (provider.Id, 492, proposed.GetProperty("evidenceUntil").GetDateTimeOffset())
        );

        // The provider has its time, and a second person agrees.
        (await CodeAsync(boris, $"{Refunds}/{id}/approval")).ShouldBe("refund.evidence-awaited");
        using var brought = await partner.PostAsJsonAsync(
            Path($"{Refunds}/{id}/evidence"),
            new { evidence = "He confirmed it on 1 December." },
            Ct
        );
        brought.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CodeAsync(anna, $"{Refunds}/{id}/approval")).ShouldBe("refund.same-person");
        await ApproveAsync(boris, id);

        var paid = (await refunds.FirstAsync(it => it.RefundId == id)).Event;
        (paid.Ground, paid.Amount, paid.Extra, paid.ServiceNameEn).ShouldBe(("fraud", 8, 492, "Weather"));
        Platform.Billing.Reversed.ShouldContain(it => it.ChargeId == $"{paid.ChargeId}" && it.Extra == "492.00");
        (await ChargeStatusAsync(provider, 8m)).ShouldBe("Reversed");

        // net 1,000: 500 − 40 − 46 = 414, and the extra in full
        await NextMonthAsync();
        await DraftAsync(anna, month);
        var statement = await StatementAsync(partner, month);
        LinesOf(statement)
            .ShouldBe([
                "share 1000.00 500.00 0",
                "badDebt 500.00 -40.00 0",
                "serviceFee 460.00 -46.00 0",
                "clawBack 492.00 -492.00 1",
            ]);
        statement
            .GetProperty("lines")[3]
            .GetProperty("note")
            .GetString()!
            .ShouldContain("vas.refund.fraud CN-national v1");
        var told = (await adjusted.FirstAsync(it => it.ProviderId == provider.Id && it.Reason == "clawBack")).Event;
        (told.Amount, told.ComplaintIds).ShouldBe((492m, $"{complaint.Id}"));
        Platform.MoveBusinessTime(TimeSpan.FromDays(6));
        using var clara = Platform.Vas.As(Roles.Finance, subject: "clara");
        await IssueAsync(clara, statement);
        await NextMonthAsync();
        await DraftAsync(anna, month.Next);
        LinesOf(await StatementAsync(partner, month.Next)).ShouldBe(["carriedIn -78.00 -78.00 0"], "taken once");
    }

    [Fact]
    public async Task When_the_provider_lets_its_time_go_by_the_customer_is_right()
    {
        var provider = await ProviderRows.AddAsync(Platform.Vas.Database);
        await provider.ChargeAsync($"{SettlementMonth.Of(Now, Shanghai)}", "Posted", [8m]);
        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");
        using var boris = Platform.Vas.As(Roles.Finance, subject: "boris");
        using var partner = Platform.Vas.As(Roles.Partner, partner: provider.Id);
        var refund = await ProposeAsync(anna, provider, 8m, "overcharge");
        var id = refund.GetProperty("id").GetGuid();
        refund.GetProperty("extra").GetDecimal().ShouldBe(8);

        Platform.MoveBusinessTime(refund.GetProperty("evidenceUntil").GetDateTimeOffset() - Now);

        (await CodeAsync(partner, $"{Refunds}/{id}/evidence", new { evidence = "He confirmed it." })).ShouldBe(
            "refund.evidence-late"
        );
        (await CodeAsync(boris, $"{Refunds}/{id}/rejection", new { reason = "We believe it." })).ShouldBe(
            "refund.evidence-missing"
        );
        await ApproveAsync(boris, id);
        await PaidAsync(partner, id);
    }

    [Fact]
    public async Task What_is_turned_down_can_be_proposed_again_and_one_at_a_time()
    {
        var provider = await ProviderRows.AddAsync(Platform.Vas.Database);
        await provider.ChargeAsync($"{SettlementMonth.Of(Now, Shanghai)}", "Posted", [8m]);
        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");
        var first = await ProposeAsync(anna, provider, 8m, "mistake");

        using var second = await PostAsync(anna, provider, 8m, "mistake");
        (await second.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("code")
            .GetString()
            .ShouldBe("refund.proposed-already");
        using var back = await anna.PostAsJsonAsync(
            Path($"{Refunds}/{first.GetProperty("id").GetGuid()}/rejection"),
            new { reason = "It was another charge." },
            Ct
        );
        back.StatusCode.ShouldBe(HttpStatusCode.OK);
        await ProposeAsync(anna, provider, 8m, "mistake");
    }

    [Fact]
    public async Task Refunds_that_wait_beyond_their_time_can_be_listed()
    {
        var provider = await ProviderRows.AddAsync(Platform.Vas.Database);
        await provider.ChargeAsync($"{SettlementMonth.Of(Now, Shanghai)}", "Posted", [30m]);
        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");
        var refund = await ProposeAsync(anna, provider, 30m, "mistake");
        var list = $"{Refunds}?providerId={provider.Id}&status=proposed";
        var (target, by) = (
            refund.GetProperty("payTarget").GetDateTimeOffset(),
            refund.GetProperty("payBy").GetDateTimeOffset()
        );
        by.ShouldBeGreaterThan(target.AddDays(1));

        async Task<int> CountAsync(string filter) =>
            (await anna.GetFromJsonAsync<JsonElement[]>(Path($"{list}&{filter}"), Ct))!.Length;

        (await CountAsync($"payTarget.lt={target:yyyy-MM-ddTHH:mm:ssZ}")).ShouldBe(0);
        (await CountAsync($"payTarget.lt={target.AddSeconds(1):yyyy-MM-ddTHH:mm:ssZ}")).ShouldBe(1);
        (await CountAsync($"payBy.lt={target.AddDays(1):yyyy-MM-ddTHH:mm:ssZ}")).ShouldBe(0);
        (await CountAsync($"payBy.lt={by.AddSeconds(1):yyyy-MM-ddTHH:mm:ssZ}")).ShouldBe(1);
        using var nonsense = await anna.GetAsync(Path($"{list}&payBy.lt=soon"), Ct);
        nonsense.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await nonsense.Content.ReadAsStringAsync(Ct)).ShouldContain("payBy.lt");
    }

    [Fact]
    public async Task A_case_about_another_service_is_none_of_the_charge()
    {
        var month = $"{SettlementMonth.Of(Now, Shanghai)}";
        var (provider, other) = (
            await ProviderRows.AddAsync(Platform.Vas.Database),
            await ProviderRows.AddAsync(Platform.Vas.Database)
        );
        await provider.ChargeAsync(month, "Posted", [8m]);
        var complaint = CaseOf.About(Platform, other);
        await complaint.FindAsync(Now);
        await HeardAsync($"select exists (select from complaint_facts where complaint_id = '{complaint.Id}')");
        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");

        using var refused = await PostAsync(anna, provider, 8m, "fraud", complaint.Id);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain("complaintId");
    }

    [Fact]
    public async Task P4_a_provider_sees_its_own_refunds_and_nobody_who_decides()
    {
        var provider = await ProviderRows.AddAsync(Platform.Vas.Database);
        await provider.ChargeAsync($"{SettlementMonth.Of(Now, Shanghai)}", "Posted", [8m]);
        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");
        using var partner = Platform.Vas.As(Roles.Partner, partner: provider.Id);
        using var stranger = Platform.Vas.As(Roles.Partner, partner: Guid.CreateVersion7());
        var id = (await ProposeAsync(anna, provider, 8m, "fraud")).GetProperty("id").GetGuid();

        var own = (await partner.GetFromJsonAsync<JsonElement[]>(Path(Refunds), Ct))!.Single();
        own.TryGetProperty("proposedBy", out _).ShouldBeFalse();
        (await stranger.GetFromJsonAsync<JsonElement[]>(Path(Refunds), Ct))!.ShouldBeEmpty();
        using var foreign = await stranger.GetAsync(Path($"{Refunds}/{id}"), Ct);
        using var meddling = await stranger.PostAsJsonAsync(
            Path($"{Refunds}/{id}/evidence"),
            new { evidence = "It was right, believe me." },
            Ct
        );
        (foreign.StatusCode, meddling.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_charge_given_back_after_its_statement_was_issued_is_taken_back_by_the_next()
    {
        await using var adjusted = await EventTap<SettlementAdjusted>.OpenAsync(Platform.Messaging);
        var month = SettlementMonth.Of(Now, Shanghai);
        var provider = await ProviderRows.AddAsync(Platform.Vas.Database);
        await provider.ChargeAsync($"{month}", "Posted", [1_000m, 10m, 20m]);
        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");
        using var boris = Platform.Vas.As(Roles.Finance, subject: "boris");
        using var partner = Platform.Vas.As(Roles.Partner, partner: provider.Id);
        await NextMonthAsync();
        await DraftAsync(anna, month);
        Platform.MoveBusinessTime(TimeSpan.FromDays(6));

        // In time: the month itself comes to less.
        await GiveBackAsync(anna, boris, provider, 20m);
        var drafted = await StatementAsync(partner, month);
        (await CodeAsync(boris, $"{Statements}/{drafted.GetProperty("id").GetGuid()}/issue")).ShouldBe(
            "settlement.outdated"
        );
        await DraftAsync(anna, month);
        Platform.MoveBusinessTime(TimeSpan.FromDays(6));

        // net 1,010: 505 − 40.40 = 464.60 − 46.46 = 418.14, 0.414 of each yuan
        var first = await StatementAsync(partner, month);
        first.GetProperty("payable").GetDecimal().ShouldBe(418.14m);
        await IssueAsync(boris, first);

        // Too late: the statement stays, the next one takes 10 × 0.414 back.
        await GiveBackAsync(anna, boris, provider, 10m);
        await NextMonthAsync();
        await DraftAsync(anna, month.Next);
        var next = await StatementAsync(partner, month.Next);
        LinesOf(next).ShouldBe(["clawBack 10.00 -4.14 0"]);
        next.GetProperty("carriedForward").GetDecimal().ShouldBe(-4.14m);
        Platform.MoveBusinessTime(TimeSpan.FromDays(6));
        await IssueAsync(boris, next);
        await NextMonthAsync();
        await DraftAsync(anna, month.Next.Next);
        LinesOf(await StatementAsync(partner, month.Next.Next)).ShouldBe(["carriedIn -4.14 -4.14 0"]);
        adjusted.Heard.ShouldNotContain(it => it.Event.ProviderId == provider.Id);
    }

    [Fact]
    public async Task What_Billing_does_not_answer_is_paid_once_it_does_and_what_it_refuses_is_not()
    {
        var provider = await ProviderRows.AddAsync(Platform.Vas.Database);
        await provider.ChargeAsync($"{SettlementMonth.Of(Now, Shanghai)}", "Posted", [30m, 31m]);
        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");
        using var boris = Platform.Vas.As(Roles.Finance, subject: "boris");
        var waiting = (await ProposeAsync(anna, provider, 30m, "mistake")).GetProperty("id").GetGuid();
        var refused = (await ProposeAsync(anna, provider, 31m, "mistake")).GetProperty("id").GetGuid();
        Platform.Billing.IsAway = true;
        try
        {
            var asked = Platform.Billing.Refused;
            await ApproveAsync(boris, waiting);
            await Eventually.TrueAsync(
                () => Task.FromResult(Platform.Billing.Refused > asked),
                "a Billing that was asked while it is away"
            );
            (await ChargeStatusAsync(provider, 30m)).ShouldBe("Posted");
        }
        finally
        {
            Platform.Billing.IsAway = false;
        }

        await PaidAsync(boris, waiting);
        Platform.Billing.RefusesToReverse = "charge.compensated";
        try
        {
            await ApproveAsync(boris, refused);
            (await StatusAsync(boris, refused, "refused"))
                .GetProperty("refusalCode")
                .GetString()
                .ShouldBe("charge.compensated");
        }
        finally
        {
            Platform.Billing.RefusesToReverse = null;
        }

        (await ChargeStatusAsync(provider, 31m)).ShouldBe("Posted");
    }

    [Fact]
    public async Task A_charge_is_not_given_back_when_it_was_never_posted_or_a_case_about_it_was_paid_for()
    {
        var provider = await ProviderRows.AddAsync(Platform.Vas.Database);
        await provider.ChargeAsync($"{SettlementMonth.Of(Now, Shanghai)}", "Posted", [30m]);
        await provider.ChargeAsync($"{SettlementMonth.Of(Now, Shanghai)}", "Refused", [40m]);
        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");
        using var boris = Platform.Vas.As(Roles.Finance, subject: "boris");

        using var refused = await PostAsync(anna, provider, 40m, "mistake");
        (await refused.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("code")
            .GetString()
            .ShouldBe("charge.not-posted");
        var account = await Platform.Vas.ScalarAsync<Guid>(
            $"select account_id from vas_charges where provider_id = '{provider.Id}' and amount = 30"
        );
        var paid = CaseOf.About(Platform, provider) with { Account = account };
        await paid.FindAsync(Now);
        await paid.RefundAsync(30m, Now.AddMinutes(1));
        await HeardAsync(
            $"""
            select exists (select from complaint_facts where complaint_id = '{paid.Id}')
               and exists (select from case_refunds where compensation_id = '{paid.CompensationId}')
            """
        );
        using var twice = await PostAsync(anna, provider, 30m, "mistake");
        (await twice.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("code")
            .GetString()
            .ShouldBe("charge.compensated");

        await paid.TakeRefundBackAsync(30m, Now);
        await HeardAsync(
            $"select taken_back_at is not null from case_refunds where compensation_id = '{paid.CompensationId}'"
        );
        await GiveBackAsync(anna, boris, provider, 30m);
    }

    [Fact]
    public async Task A_compensation_that_names_its_charge_holds_no_other()
    {
        var provider = await ProviderRows.AddAsync(Platform.Vas.Database);
        await provider.ChargeAsync($"{SettlementMonth.Of(Now, Shanghai)}", "Posted", [30m, 31m]);
        await Platform.Vas.ScalarAsync<int>(
            $"update vas_charges set account_id = '{provider.Id}' where provider_id = '{provider.Id}'"
        );
        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");
        var named = await Platform.Vas.ScalarAsync<Guid>(
            $"select id from vas_charges where provider_id = '{provider.Id}' and amount = 30"
        );
        var paid = CaseOf.About(Platform, provider) with { Account = provider.Id };
        await paid.FindAsync(Now);
        await paid.RefundAsync(30m, Now.AddMinutes(1), named);
        await HeardAsync(
            $"""
            select exists (select from complaint_facts where complaint_id = '{paid.Id}')
               and exists (select from case_refunds where charge_id = '{named}')
            """
        );

        using var twice = await PostAsync(anna, provider, 30m, "mistake");
        (await twice.Content.ReadAsStringAsync(Ct)).ShouldContain("charge.compensated");
        await ProposeAsync(anna, provider, 31m, "mistake");
    }

    private async Task<HttpResponseMessage> PostAsync(
        HttpClient first,
        ProviderRows provider,
        decimal amount,
        string ground,
        Guid? complaint = null
    )
    {
        var id = await Platform.Vas.ScalarAsync<Guid>(
            $"select id from vas_charges where provider_id = '{provider.Id}' and amount = {amount}"
        );
        return await first.PostAsJsonAsync(
            Path($"/api/vas/v1/charges/{id}/refunds"),
            new
            {
                ground,
                reason = "Charged without consent.",
                complaintId = complaint,
            },
            Ct
        );
    }

    private async Task<JsonElement> ProposeAsync(
        HttpClient first,
        ProviderRows provider,
        decimal amount,
        string ground,
        Guid? complaint = null
    )
    {
        using var answer = await PostAsync(first, provider, amount, ground, complaint);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Ct));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static async Task ApproveAsync(HttpClient second, Guid refund)
    {
        using var answer = await second.PostAsync(Path($"{Refunds}/{refund}/approval"), null, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
    }

    private async Task GiveBackAsync(HttpClient first, HttpClient second, ProviderRows provider, decimal amount)
    {
        var id = (await ProposeAsync(first, provider, amount, "mistake")).GetProperty("id").GetGuid();
        await ApproveAsync(second, id);
        await PaidAsync(second, id);
    }

    private static Task<JsonElement> PaidAsync(HttpClient client, Guid refund) => StatusAsync(client, refund, "paid");

    private static async Task<JsonElement> StatusAsync(HttpClient client, Guid refund, string status)
    {
        JsonElement found = default;
        await Eventually.TrueAsync(
            async () =>
            {
                found = await client.GetFromJsonAsync<JsonElement>(Path($"{Refunds}/{refund}"), Ct);
                return found.GetProperty("status").GetString() == status;
            },
            $"{status} of {refund}"
        );
        return found;
    }

    private Task<string?> ChargeStatusAsync(ProviderRows provider, decimal amount) =>
        Platform.Vas.ScalarAsync<string>(
            $"select status from vas_charges where provider_id = '{provider.Id}' and amount = {amount}"
        );
}
