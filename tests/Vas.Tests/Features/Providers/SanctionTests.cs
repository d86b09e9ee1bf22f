using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Rules;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Features.Subscriptions;
using Xunit;
using static Vas.Tests.Features.Providers.ProviderSteps;

namespace Vas.Tests.Features.Providers;

/// <summary>V9: sanctions by persons, by score and by complaint rate; what they stop, and how they end.</summary>
public sealed class SanctionTests(VasFixture platform) : IClassFixture<VasFixture>
{
    [Fact]
    public async Task A_stop_of_new_sales_holds_at_once_is_said_and_is_lifted_by_two_persons()
    {
        await using var imposed = await EventTap<SanctionImposed>.OpenAsync(platform.Messaging);
        await using var lifted = await EventTap<SanctionLifted>.OpenAsync(platform.Messaging);
        var provider = await platform.ActiveProviderAsync();
        var service = await platform.LiveServiceAsync(provider);
        using var carla = Supervisor("carla");
        using var dora = Supervisor("dora");
        using var customer = platform.Vas.As(Roles.Customer, Guid.CreateVersion7());

        var sanction = await ImposeAsync(carla, provider, "noNewSales");
        var path = sanction.Text("href");
        (await customer.ReadAsync($"{ServiceRoot}/{service}")).GetProperty("isOnSale").GetBoolean().ShouldBeFalse();
        (await customer.StatusAsync(ServiceRoot, Offer(provider))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusOfAsync(provider)).ShouldBe("salesSuspended");
        var said = (await imposed.FirstAsync(fact => fact.ProviderId == provider)).Event;
        (said.Kind, said.Reason, said.Score, said.Amount, said.Currency).ShouldBe(
            ("noNewSales", "forced subscriptions", 100, null, null)
        );

        await carla.PostOkAsync($"{path}/lifting", new { reason = "it answered well" });
        (await carla.RefusedAsync($"{path}/lifting/approval")).ShouldBe("sanction.same-person");
        (await StatusOfAsync(provider)).ShouldBe("salesSuspended");
        var over = await dora.PostOkAsync($"{path}/lifting/approval");

        (over.Text("status"), over.Text("liftedBy"), over.Text("liftReason")).ShouldBe(
            ("lifted", "dora", "it answered well")
        );
        (await StatusOfAsync(provider)).ShouldBe("active");
        (await customer.ReadAsync($"{ServiceRoot}/{service}")).GetProperty("isOnSale").GetBoolean().ShouldBeTrue();
        var end = (await lifted.FirstAsync(fact => fact.ProviderId == provider)).Event;
        (end.SanctionId, end.Kind, end.Reason).ShouldBe((said.SanctionId, "noNewSales", "it answered well"));
        end.Version.ShouldBeGreaterThan(said.Version);
    }

    [Fact]
    public async Task Sales_stay_stopped_while_another_stop_is_in_force()
    {
        var provider = await platform.ActiveProviderAsync();
        using var carla = Supervisor("carla");
        using var dora = Supervisor("dora");
        var first = await ImposeAsync(carla, provider, "noNewSales");
        var second = await ImposeAsync(carla, provider, "noNewSales");

        await LiftAsync(carla, dora, first.Text("href")!);
        (await StatusOfAsync(provider)).ShouldBe("salesSuspended");
        await LiftAsync(carla, dora, second.Text("href")!);
        (await StatusOfAsync(provider)).ShouldBe("active");
    }

    [Fact]
    public async Task At_the_worst_settlement_grade_no_replica_sells_anything_new()
    {
        await using var imposed = await EventTap<SanctionImposed>.OpenAsync(platform.Messaging);
        await using var replica = platform.Vas.StartReplica();
        var provider = await platform.ActiveProviderAsync();
        var service = await platform.LiveServiceAsync(provider);
        (await RefusalAsync(platform.Vas.Services, service)).ShouldBeNull();
        (await RefusalAsync(replica.Services, service)).ShouldBeNull();

        await SayRateAsync(provider, "2026-02", factor: 0.7m);
        var bad = Guid.CreateVersion7();
        await SayRateAsync(provider, "2026-02", factor: 0.5m, bad);
        await Eventually.TrueAsync(
            async () => await StatusOfAsync(provider) == "salesSuspended",
            "the stop of new sales"
        );

        // No copy anywhere: the first question after the commit is refused, on each of them.
        (await RefusalAsync(platform.Vas.Services, service)).ShouldBe("provider.sales-suspended");
        (await RefusalAsync(replica.Services, service)).ShouldBe("provider.sales-suspended");
        var said = (await imposed.FirstAsync(fact => fact.ProviderId == provider)).Event;
        (said.Kind, said.Reason).ShouldBe(
            (
                "noNewSales",
                "Complaint rate of 2026-02 by upheld-v1: 12 complaints on 1000 subscribers are 120 per 10,000, settlement factor 0.5."
            )
        );

        await SayRateAsync(provider, "2026-02", factor: 0.5m, bad); // the same message again
        await SayRateAsync(provider, "2026-02", factor: 0.5m); // the next complaint of the same month
        await SayRateAsync(provider, "2026-03", factor: 0.5m); // another month is another sanction
        using var carla = Supervisor("carla");
        var sanctions = await Eventually.GetAsync(
            async () =>
                (await carla.ReadAsync($"{SanctionRoot}?providerId={provider}")).EnumerateArray().ToList()
                    is { Count: > 1 } found
                    ? found
                    : null,
            "the second month's sanction"
        );
        sanctions.Select(it => it.Text("period")).ShouldBe(["2026-03", "2026-02"]);
        sanctions.ShouldAllBe(it => it.Text("imposedBy") == "rule" && it.Text("cause") == "complaintRate");
        sanctions[0].Text("policyVersions")!.ShouldContain("sp.settlement.factor_above_t3 CN-national v1");
    }

    [Fact]
    public async Task What_persons_lifted_is_not_put_on_again_by_the_same_month()
    {
        var provider = await platform.ActiveProviderAsync();
        using var carla = Supervisor("carla");
        using var dora = Supervisor("dora");
        await SayRateAsync(provider, "2026-02", factor: 0.5m);
        var sanction = await Eventually.GetAsync<string>(
            async () =>
                (await carla.ReadAsync($"{SanctionRoot}?providerId={provider}"))
                    .EnumerateArray()
                    .Select(it => it.Text("href"))
                    .SingleOrDefault(),
            "the sanction"
        );
        await LiftAsync(carla, dora, sanction);

        await SayRateAsync(provider, "2026-02", factor: 0.5m);
        await SayRateAsync(provider, "2026-04", factor: 0.5m); // heard after it
        await Eventually.TrueAsync(
            async () => (await carla.ReadAsync($"{SanctionRoot}?providerId={provider}")).GetArrayLength() > 1,
            "the later month's sanction"
        );

        (await carla.ReadAsync($"{SanctionRoot}?providerId={provider}"))
            .EnumerateArray()
            .Select(it => (it.Text("period"), it.Text("status")))
            .ShouldBe([("2026-04", "inForce"), ("2026-02", "lifted")]);
    }

    [Fact]
    public async Task Many_complaints_at_once_are_one_sanction_and_no_message_is_lost()
    {
        var provider = await platform.ActiveProviderAsync();
        using var carla = Supervisor("carla");

        await Task.WhenAll(Enumerable.Range(1, 20).Select(_ => SayRateAsync(provider, "2026-02", factor: 0.5m)));

        var heard = 0L;
        await Eventually.TrueAsync(
            async () =>
                (
                    heard = await platform.Vas.ScalarAsync<long>(
                        $"select count(*) from sanctions where provider_id = '{provider}'"
                    )
                ) > 0,
            "the sanction"
        );
        await SayRateAsync(provider, "2026-03", factor: 0.5m); // heard after most of them
        await Eventually.TrueAsync(
            async () => (await carla.ReadAsync($"{SanctionRoot}?providerId={provider}")).GetArrayLength() == 2,
            "the later month's sanction"
        );
        heard.ShouldBe(1);
    }

    [Fact]
    public async Task Points_fall_and_what_the_score_leads_to_follows_by_itself()
    {
        await using var imposed = await EventTap<SanctionImposed>.OpenAsync(platform.Messaging);
        var provider = await platform.ActiveProviderAsync();
        using var carla = Supervisor("carla");
        using var partner = platform.Partner(provider);

        (
            await carla.RefusedAsync(
                $"{ProviderRoot}/{provider}/penalties",
                new { points = 12, reason = "an odd number" }
            )
        ).ShouldBe("penalty.not-on-ladder");
        var penalty = await carla.PostOkAsync(
            $"{ProviderRoot}/{provider}/penalties",
            new { points = 40, reason = "forced subscriptions" }
        );

        penalty.GetProperty("score").GetInt32().ShouldBe(60);
        penalty
            .GetProperty("sanctions")
            .EnumerateArray()
            .Select(it => it.Text("kind"))
            .ShouldBe(["noNewSales", "notice"]);
        await imposed.FirstAsync(fact => fact.ProviderId == provider && fact.Kind == "notice");
        var itself = await partner.ReadAsync($"{ProviderRoot}/{provider}");
        (itself.Text("grade"), itself.Text("status")).ShouldBe(("C", "salesSuspended"));
        var penalties = (await partner.ReadAsync($"{ProviderRoot}/{provider}/penalties")).EnumerateArray().Single();
        penalties.GetProperty("points").GetInt32().ShouldBe(40);
        penalties.TryGetProperty("imposedBy", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_has_to_leave_offers_nothing_more_and_cannot_come_back_for_24_months()
    {
        var licence = NewLicence();
        var provider = await platform.ActiveProviderAsync(licence);
        var service = await platform.LiveServiceAsync(provider);
        using var anna = platform.Anna();
        using var dora = Supervisor("dora");
        using var partner = platform.Partner(provider);

        var exit = await ImposeAsync(anna, provider, "exit");
        (await StatusOfAsync(provider)).ShouldBe("exited");
        (await partner.ReadAsync($"{ServiceRoot}/{service}")).Text("status").ShouldBe("withdrawn");
        (await anna.RefusedAsync(ProviderRoot, Application(licence))).ShouldBe("provider.blacklisted");
        var entry = (await anna.ReadAsync($"{BlacklistRoot}?kind=provider&value={licence}")).EnumerateArray().Single();
        entry.GetProperty("until").GetDateTimeOffset().ShouldBe(platform.Now.AddMonths(24), TimeSpan.FromMinutes(5));

        // It was a mistake: who left stays out, but its licence comes off the list and it may apply anew.
        var objected = await partner.PostOkAsync(
            $"{exit.Text("href")}/objections",
            new { text = "it was another one" }
        );
        var objection = objected.GetProperty("objections")[0].Text("id");
        await dora.PostOkAsync(
            $"{exit.Text("href")}/objections/{objection}/decision",
            new { isRight = true, answer = "so it was" }
        );
        (await StatusOfAsync(provider)).ShouldBe("exited");
        (await anna.PostOkAsync(ProviderRoot, Application(licence))).Text("status").ShouldBe("applied");
    }

    [Fact]
    public async Task What_another_operator_lists_stands_when_the_exit_that_came_after_it_is_lifted()
    {
        var licence = NewLicence();
        var provider = await platform.ActiveProviderAsync(licence);
        using var anna = platform.Anna();
        using var dora = Supervisor("dora");
        await anna.PostOkAsync(
            $"{BlacklistRoot}/import?source=neighbour",
            new
            {
                entries = new[]
                {
                    new
                    {
                        kind = "provider",
                        value = licence,
                        reason = "forged consents",
                    },
                },
            }
        );

        var exit = await ImposeAsync(anna, provider, "exit");
        await anna.PostOkAsync($"{exit.Text("href")}/lifting", new { reason = "a mistake of ours" });
        await dora.PostOkAsync($"{exit.Text("href")}/lifting/approval");

        (await anna.ReadAsync($"{BlacklistRoot}?kind=provider&value={licence}"))
            .EnumerateArray()
            .Select(it => (it.Text("source"), it.TryGetProperty("removedAt", out _)))
            .ShouldBe([("own", true), ("neighbour", false)], ignoreOrder: true);
        (await anna.RefusedAsync(ProviderRoot, Application(licence))).ShouldBe("provider.blacklisted");
    }

    [Fact]
    public async Task A_provider_objects_and_somebody_else_than_who_imposed_the_sanction_decides()
    {
        await using var lifted = await EventTap<SanctionLifted>.OpenAsync(platform.Messaging);
        var provider = await platform.ActiveProviderAsync();
        using var carla = Supervisor("carla");
        using var dora = Supervisor("dora");
        using var partner = platform.Partner(provider);
        var fine = await carla.PostOkAsync(
            $"{ProviderRoot}/{provider}/sanctions",
            new
            {
                kind = "fine",
                reason = "hidden charges",
                amount = 5000,
            }
        );
        var path = $"{fine.Text("href")}/objections";

        var objected = await partner.PostOkAsync(path, new { text = "every customer confirmed" });
        var decision = $"{path}/{objected.GetProperty("objections")[0].Text("id")}/decision";
        (await partner.RefusedAsync(path, new { text = "every customer confirmed" })).ShouldBe(
            "objection.open-already"
        );
        (await partner.StatusAsync(decision, new { isRight = true, answer = "we are right" })).ShouldBe(
            HttpStatusCode.Forbidden
        );
        (await carla.RefusedAsync(decision, new { isRight = false, answer = "I was right" })).ShouldBe(
            "sanction.same-person"
        );
        (
            await dora.StatusAsync(
                $"{path}/{Guid.CreateVersion7()}/decision",
                new { isRight = true, answer = "which one?" }
            )
        ).ShouldBe(HttpStatusCode.NotFound);
        await dora.PostOkAsync(decision, new { isRight = true, answer = "the consents are there" });

        var seen = await partner.ReadAsync(fine.Text("href")!);
        (seen.Text("status"), seen.Text("currency"), seen.GetProperty("amount").GetDecimal()).ShouldBe(
            ("lifted", "CNY", 5000)
        );
        var objection = seen.GetProperty("objections")[0];
        (objection.Text("status"), objection.Text("answer")).ShouldBe(("upheld", "the consents are there"));
        seen.TryGetProperty("imposedBy", out _).ShouldBeFalse();
        objection.TryGetProperty("decidedBy", out _).ShouldBeFalse();
        (await lifted.FirstAsync(fact => fact.ProviderId == provider)).Event.Kind.ShouldBe("fine");
        (await dora.RefusedAsync(decision, new { isRight = true, answer = "once more" })).ShouldBe(
            "objection.not-open"
        );
    }

    [Fact]
    public async Task A_sanction_that_nobody_can_understand_is_refused()
    {
        var provider = await platform.ActiveProviderAsync();
        using var carla = Supervisor("carla");
        var path = $"{ProviderRoot}/{provider}/sanctions";

        (await carla.StatusAsync(path, new { kind = "whipping", reason = "forced subscriptions" })).ShouldBe(
            HttpStatusCode.BadRequest
        );
        (await carla.StatusAsync(path, new { kind = "notice" })).ShouldBe(HttpStatusCode.BadRequest);
        (await carla.RefusedAsync(path, new { kind = "fine", reason = "forced subscriptions" })).ShouldBe(
            "sanction.amount-missing"
        );
        (
            await carla.StatusAsync(
                $"{ProviderRoot}/{Guid.CreateVersion7()}/sanctions",
                new { kind = "notice", reason = "nobody" }
            )
        ).ShouldBe(HttpStatusCode.NotFound);
    }

    private HttpClient Supervisor(string name) => platform.Vas.As(Roles.Supervisor, subject: name);

    private static Task<System.Text.Json.JsonElement> ImposeAsync(HttpClient by, Guid provider, string kind) =>
        by.PostOkAsync($"{ProviderRoot}/{provider}/sanctions", new { kind, reason = "forced subscriptions" });

    private static async Task LiftAsync(HttpClient first, HttpClient second, string path)
    {
        await first.PostOkAsync($"{path}/lifting", new { reason = "it answered well" });
        await second.PostOkAsync($"{path}/lifting/approval");
    }

    private async Task<string?> StatusOfAsync(Guid provider)
    {
        using var anna = platform.Anna();
        return (await anna.ReadAsync($"{ProviderRoot}/{provider}")).Text("status");
    }

    /// <summary>What a subscribing transaction is told; null when it may go on.</summary>
    private static async Task<string?> RefusalAsync(IServiceProvider services, Guid service)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<VasDb>();
        await using var subscribing = await db.Database.BeginTransactionAsync(Ct);
        try
        {
            (await db.HeldServiceAsync(service, Ct))!.RequireSold();
            return null;
        }
        catch (RuleViolation refusal)
        {
            return refusal.Code;
        }
    }

    private Task SayRateAsync(Guid provider, string period, decimal factor, Guid? messageId = null) =>
        platform.Neighbours.SayAsync(
            new ComplaintRateChanged(provider, 1, "SP", period, "upheld-v1", 12, 1000, 120, factor, 1.0m, platform.Now),
            messageId
        );
}
