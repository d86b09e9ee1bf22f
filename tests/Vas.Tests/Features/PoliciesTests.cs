using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Vas.Domain.Settlement;
using Vas.Features;
using Xunit;

namespace Vas.Tests.Features;

/// <summary>policies.md, the rows of Vas: as the profile has them, as the code reads them, and what no one can set.</summary>
public sealed class PoliciesTests(VasFixture platform) : IClassFixture<VasFixture>
{
    private const string Policies = "/api/vas/v1/policies";

    [Fact]
    public async Task V3_subscribing_is_read_from_policies()
    {
        var terms = (await InForceAsync()).SubscriptionTermsAt(platform.Now);

        terms.ConfirmWindow.ShouldBe(TimeSpan.FromHours(24));
        terms.Accept.ShouldBe("是");
        (terms.RenewalNotice, terms.InactiveAfter, terms.FreeSeconds).ShouldBe((5, 4, 6));
        terms.Keywords.ShouldBe(["0000", "00000"], ignoreOrder: true);
    }

    [Fact]
    public async Task V7_V8_V15_money_is_read_from_policies()
    {
        var policies = await InForceAsync();
        var rate = policies.RateTermsAt(platform.Now);
        var settlement = policies.SettlementTermsAt(platform.Now);

        (rate.PerSubscribers, rate.MinBase, rate.MinCount).ShouldBe((10_000, 100, 5));
        rate.Grades.ShouldBe([new(2, 1.0m), new(5, 0.9m), new(10, 0.7m), new(null, 0.5m)]);
        settlement.Shares.ShouldBe([
            new(100_000, 0.5m),
            new(300_000, 0.6m),
            new(600_000, 0.7m),
            new(1_000_000, 0.8m),
            new(null, 0.9m),
        ]);
        (settlement.BadDebt, settlement.ServiceFee, settlement.ObjectionWindow).ShouldBe((8, 10, 5));
        policies
            .RefundTermsAt(platform.Now)
            .ShouldBe(new RefundTerms(2, 3, 500, Limit.CalendarDays(1), Limit.CalendarDays(15), Limit.WorkingDays(2)));
    }

    [Fact]
    public async Task V9_scores_are_read_from_policies()
    {
        var policies = await InForceAsync();
        var score = policies.ScoreTermsAt(platform.Now);

        (score.Start, score.NoNewBelow, score.WarnBelow, score.ExitBelow).ShouldBe((100, 80, 70, 60));
        score.Penalties.ShouldBe([10, 15, 20, 30, 40, 50, 60]);
        score.BlacklistedFor.ShouldBe(24);
    }

    [Fact]
    public async Task A_decision_names_the_versions_it_rests_on() =>
        (await InForceAsync())
            .VersionsOf(platform.Now, VasPolicies.RateT1, VasPolicies.FactorToT1)
            .ShouldBe("sp.rate.t1 CN-national v1; sp.settlement.factor_to_t1 CN-national v1");

    [Theory]
    [InlineData("vas.confirm_window", "200", "policy.out-of-range")]
    [InlineData("vas.confirm_window", "0", "policy.out-of-range")]
    [InlineData("vas.confirm.accept", "\"好\"", "policy.exact")]
    [InlineData("vas.confirm.on_silence", "\"subscribed\"", "policy.locked")]
    [InlineData("vas.charge_before_confirm", "\"true\"", "policy.locked")]
    [InlineData("vas.trial_autoconvert", "\"true\"", "policy.locked")]
    [InlineData("vas.evidence_missing", "\"decideForProvider\"", "policy.locked")]
    [InlineData("vas.prompt.required", """["fee"]""", "policy.add-only")]
    [InlineData(
        "vas.prompt.required",
        """["provider","service","fee","unit","period","start","cancel","expiry","weather"]""",
        "policy.out-of-range"
    )]
    [InlineData(
        "vas.prompt.required",
        """["provider","service","fee","unit","period","start","cancel","expiry","replyNumber"]""",
        "policy.out-of-range"
    )] // no text has it
    [InlineData("vas.unified_keyword", """["STOP"]""", "policy.out-of-range")]
    [InlineData("vas.unified_keyword", "[]", "policy.out-of-range")]
    [InlineData("vas.renewal_notice", "3", "policy.must-be-stricter")]
    [InlineData("vas.inactive_cancel", "6", "policy.must-be-stricter")]
    [InlineData("vas.ivr_free_seconds", "5", "policy.must-be-higher")]
    [InlineData("vas.unsubscribe.max", "48", "policy.must-be-stricter")]
    [InlineData("vas.refund.confirmed", "0.5", "policy.below-floor")]
    [InlineData("vas.refund.fraud", "2", "policy.legal")]
    [InlineData("vas.refund_within.max", "20", "policy.must-be-stricter")]
    [InlineData("vas.evidence_deadline", "1.5", "limit.not-whole")]
    [InlineData("sp.rate.min_base", "0", "policy.out-of-range")]
    [InlineData("sp.rate.period", "\"monthOfOpening\"", "policy.locked")]
    [InlineData("sp.settlement.factor_above_t3", "1.2", "policy.out-of-range")]
    [InlineData("sp.settlement.objection_window", "1", "policy.must-be-longer")]
    [InlineData("settlement.order", "\"penalty > share\"", "policy.by-contract")]
    [InlineData("sp.bad_debt", "101", "policy.out-of-range")]
    [InlineData("sp.share", """["above 5:5"]""", "policy.by-contract")]
    [InlineData("sp.score.exit", "59.5", "policy.out-of-range")]
    [InlineData("sp.penalty_ladder", """["much"]""", "policy.out-of-range")]
    [InlineData("sp.blacklist", "12", "policy.must-be-longer")]
    public async Task A_value_that_is_not_allowed_or_that_nobody_could_work_by_is_refused(
        string key,
        string value,
        string code
    )
    {
        using var leader = platform.Vas.As(Roles.Leader);

        using var answer = await ProposeAsync(leader, key, JsonSerializer.Deserialize<JsonElement>(value));

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString().ShouldBe(code);
    }

    /// <summary>No proposal gets as far, for the word is exact; another profile's file would.</summary>
    [Theory]
    [InlineData("是", true)]
    [InlineData("好", false)]
    [InlineData("YES", false)]
    public void V3_no_profile_has_another_word_than_the_one_the_prompt_asks_for(string word, bool isGood) =>
        (
            VasPolicies.Keys.WhyNot(
                new(
                    "vas.confirm.accept",
                    new PolicyValue.Text(word),
                    "",
                    "XX-test",
                    platform.Now,
                    1,
                    Clock.Calendar,
                    "a test",
                    ChangeRule.Exact
                )
            )
            is null
        ).ShouldBe(isGood);

    [Fact]
    public async Task Two_persons_change_a_policy_and_it_is_said()
    {
        await using var changed = await EventTap<VasPolicyChanged>.OpenAsync(platform.Messaging);
        using var first = platform.Vas.As(Roles.Leader, subject: "leader-1");
        using var second = platform.Vas.As(Roles.Leader, subject: "leader-2");

        using var proposed = await ProposeAsync(first, "sp.dialtest.live", 2);
        var change = (await proposed.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
        var approval = new Uri($"/api/vas/v1/policyChanges/{change}/approval", UriKind.Relative);
        using var bySelf = await first.PostAsync(approval, content: null, Ct);
        using var byOther = await second.PostAsync(approval, content: null, Ct);

        (bySelf.StatusCode, byOther.StatusCode).ShouldBe((HttpStatusCode.Conflict, HttpStatusCode.OK));
        var said = (await changed.FirstAsync(fact => fact.ChangeId == change)).Event;
        (said.Key, said.Jurisdiction, said.PolicyVersion).ShouldBe(("sp.dialtest.live", "CN-national", 2));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task<PoliciesInForce> InForceAsync() =>
        await platform.Vas.Services.GetRequiredService<PolicyBook>().ReadAsync(Ct);

    private Task<HttpResponseMessage> ProposeAsync(HttpClient by, string key, object value) =>
        by.PostAsJsonAsync(
            $"{Policies}/{key}/changes",
            new
            {
                jurisdiction = "CN-national",
                value,
                effectiveFrom = platform.Now.AddHours(1),
                source = "a test",
                reason = "a test",
            },
            Ct
        );
}
