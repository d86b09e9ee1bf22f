using System;
using System.Linq;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Billing.Tests.Features.Tariffs.CatalogueApi;

namespace Billing.Tests.Features.Tariffs;

/// <summary>B1: two persons, limits with the rows that break them, no overlap, nothing published ever changes.</summary>
public sealed class PublishCatalogueTests(BillingFixture platform) : IClassFixture<BillingFixture>
{
    [Fact]
    public async Task A_copy_is_changed_proposed_by_one_and_published_by_another()
    {
        using var finance = new CatalogueApi(platform.Billing);
        var catalogue = await finance.DraftAsync(await finance.AfterNewestAsync());
        await finance.PutOfferingAsync(catalogue, "ENJOY", "ENJOY-39", 35);

        using var proposed = await finance.ProposeAsync(catalogue);
        using var own = await finance.PublishAsync(catalogue, finance.Writer);
        using var published = await finance.PublishAsync(catalogue);

        proposed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CodeOfAsync(own)).ShouldBe("catalogue.same-person");
        published.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await published.Content.ReadFromJsonAsync<JsonElement>(Ct);
        body.GetProperty("status").GetString().ShouldBe("published");
        body.GetProperty("proposedBy").GetString().ShouldBe("writer");
        body.GetProperty("decidedBy").GetString().ShouldBe("checker");
        body.GetProperty("@type").GetString().ShouldBe("TariffCatalogue");
        body.GetProperty("families").GetArrayLength().ShouldBe(9);
        var offering = OfferingOf(body, "ENJOY-39");
        offering.GetProperty("id").GetString().ShouldBe("0190c200-0000-7000-8000-000000000010");
        offering.GetProperty("price").GetProperty("monthlyFee").GetDecimal().ShouldBe(35);
        offering
            .GetProperty("priceInWords")
            .GetProperty("zh")[0]
            .GetString()
            .ShouldBe("每月35元，含税；不足一个月按天计收，套餐内用量不减。");
    }

    [Fact]
    public async Task The_refusal_names_every_row_beyond_three_families_and_four_tiers()
    {
        using var finance = new CatalogueApi(platform.Billing);
        var catalogue = await finance.DraftAsync(await finance.AfterNewestAsync());
        await finance.PutFamilyAsync(catalogue, "FOURTH");
        await finance.PutOfferingAsync(catalogue, "ENJOY", "ENJOY-199", 199);
        using var proposed = await finance.ProposeAsync(catalogue);

        using var refused = await finance.PublishAsync(catalogue);

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("code").GetString().ShouldBe("catalogue.breaks-limits");
        var rows = problem.GetProperty("errors").EnumerateObject().ToDictionary(row => row.Name, row => row.Value[0]);
        rows.Keys.ShouldBe(
            [
                "families[ENJOY]",
                "families[FIBRE]",
                "families[FOURTH]",
                "families[TALK]",
                "offerings[ENJOY-39]",
                "offerings[ENJOY-59]",
                "offerings[ENJOY-99]",
                "offerings[ENJOY-129]",
                "offerings[ENJOY-199]",
            ],
            ignoreOrder: true
        );
        rows["families[FOURTH]"]
            .GetString()
            .ShouldBe("Residential customers would have 4 plan families; 3 are the most.");
        var stored = await finance.Writer.GetFromJsonAsync<JsonElement>(catalogue, Ct);
        stored.GetProperty("status").GetString().ShouldBe("proposed");
    }

    [Fact]
    public async Task A_version_that_overlaps_is_refused_with_both_named()
    {
        using var finance = new CatalogueApi(platform.Billing);
        var day = await finance.AfterNewestAsync();
        var first = await finance.LetOutAsync(await finance.DraftAsync(day));
        var second = await finance.DraftAsync(day);
        using var proposed = await finance.ProposeAsync(second);
        var number = (await proposed.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("number").GetInt32();

        using var refused = await finance.PublishAsync(second);

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("code").GetString().ShouldBe("catalogue.overlaps");
        var detail = problem.GetProperty("detail").GetString();
        detail.ShouldBe(
            $"Catalogue {number} would take effect on {day:yyyy-MM-dd}, catalogue {first} takes effect on {day:yyyy-MM-dd}."
        );
    }

    [Fact]
    public async Task A_version_of_yesterday_is_refused()
    {
        using var finance = new CatalogueApi(platform.Billing);
        var catalogue = await finance.DraftAsync(new DateOnly(2020, 6, 1));
        using var proposed = await finance.ProposeAsync(catalogue);

        using var refused = await finance.PublishAsync(catalogue);

        (await CodeOfAsync(refused)).ShouldBe("catalogue.overlaps");
    }

    [Fact]
    public async Task Of_two_publishers_at_once_one_wins()
    {
        using var finance = new CatalogueApi(platform.Billing);
        var day = await finance.AfterNewestAsync();
        var drafts = new[] { await finance.DraftAsync(day), await finance.DraftAsync(day) };
        foreach (var draft in drafts)
        {
            using var proposed = await finance.ProposeAsync(draft);
        }

        using var another = platform.Billing.As(Roles.Leader, subject: "leader");
        var answers = await Task.WhenAll(
            from draft in drafts
            from who in new[] { finance.Checker, another }
            select finance.PublishAsync(draft, who)
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(3);
        var stored = await platform.Billing.ScalarAsync<long>(
            $"select count(*) from catalogues where status = 'Published' and effective_from = '{day:yyyy-MM-dd}'"
        );
        stored.ShouldBe(1);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task An_earlier_version_does_not_slip_in_behind_a_later_one()
    {
        using var finance = new CatalogueApi(platform.Billing);
        var day = await finance.AfterNewestAsync();
        var drafts = new[] { await finance.DraftAsync(day), await finance.DraftAsync(day.AddDays(1)) };
        foreach (var draft in drafts)
        {
            using var proposed = await finance.ProposeAsync(draft);
        }

        // Both have read the newest before either is written: only the database sees both.
        await using var first = await platform.Billing.Database.OpenConnectionAsync(Ct);
        await using var later = await first.BeginTransactionAsync(Ct);
        await PublishBySqlAsync(first, drafts[1]);
        var earlier = finance.PublishAsync(drafts[0]);
        await Eventually.TrueAsync(
            async () =>
                await platform.Billing.ScalarAsync<long>(
                    "select count(*) from pg_locks where locktype = 'advisory' and not granted"
                ) > 0,
            "the second publication waits for the first"
        );
        await later.CommitAsync(Ct);

        using var answer = await earlier;
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Who_rejects_says_why_and_is_another_person()
    {
        using var finance = new CatalogueApi(platform.Billing);
        var catalogue = await finance.DraftAsync(await finance.AfterNewestAsync());
        using var proposed = await finance.ProposeAsync(catalogue);
        var reason = new { reason = "Too dear for families." };

        using var own = await finance.Writer.PostAsJsonAsync($"{catalogue}/rejection", reason, Ct);
        using var silent = await finance.Checker.PostAsJsonAsync($"{catalogue}/rejection", new { reason = "" }, Ct);
        using var rejected = await finance.Checker.PostAsJsonAsync($"{catalogue}/rejection", reason, Ct);
        using var published = await finance.PublishAsync(catalogue);

        (await CodeOfAsync(own)).ShouldBe("catalogue.same-person");
        silent.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        rejected.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await rejected.Content.ReadFromJsonAsync<JsonElement>(Ct);
        body.GetProperty("reason").GetString().ShouldBe("Too dear for families.");
        (await CodeOfAsync(published)).ShouldBe("catalogue.illegal-move");
    }

    [Theory]
    [InlineData("update offerings set price = jsonb_set(price, '{monthlyFee}', '1')")]
    [InlineData("delete from offerings")]
    [InlineData("update plan_families set name_zh = 'x'")]
    [InlineData("delete from plan_families where false or true")]
    [InlineData("update catalogues set effective_from = effective_from + 1")]
    [InlineData("update catalogues set status = 'Draft'")]
    [InlineData("delete from catalogues")]
    [InlineData("truncate offerings cascade")]
    [InlineData(
        "insert into plan_families select gen_random_uuid(), catalogue_id, 'X', customer_group, 'x', 'x' from plan_families limit 1"
    )]
    [InlineData("update consents set statement = 'x'")]
    [InlineData("delete from consents")]
    [InlineData("truncate consents cascade")]
    [InlineData("update subscriptions set offering_id = gen_random_uuid()")]
    [InlineData("update subscriptions set consent_id = gen_random_uuid()")]
    public async Task What_was_decided_and_agreed_to_is_not_changed_by_sql_either(string sql)
    {
        await using var connection = await platform.Billing.Database.OpenConnectionAsync(Ct);
        await using var turn = await connection.BeginTransactionAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);

        var refusal = await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct));

        refusal.SqlState.ShouldBe(PostgresErrorCodes.RestrictViolation);
    }

    private static async Task PublishBySqlAsync(NpgsqlConnection connection, string catalogue)
    {
        await using var command = new NpgsqlCommand(
            """
            update catalogues
               set status = 'Published', decided_by = 'sql', decided_at = now(), version = version + 1
             where id = @id
            """,
            connection
        );
        command.Parameters.AddWithValue("id", Guid.Parse(catalogue.Split('/')[^1]));
        (await command.ExecuteNonQueryAsync(Ct)).ShouldBe(1);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
