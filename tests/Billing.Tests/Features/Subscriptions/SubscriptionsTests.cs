using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Tests.Features.Tariffs;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Billing.Tests.Features.Tariffs.CatalogueApi;

namespace Billing.Tests.Features.Subscriptions;

/// <summary>B3: a plan changes with a recorded consent and in no other way.</summary>
public sealed class SubscriptionsTests : IAsyncLifetime
{
    private const string Enjoy59 = "0190c200-0000-7000-8000-000000000011";
    private const string Enjoy99 = "0190c200-0000-7000-8000-000000000012";
    private const string Talk15 = "0190c200-0000-7000-8000-000000000020";
    private const string Agreed59 = "我已阅读资费说明，同意开通畅享59元套餐，每月59元。";

    private TestIssuer _issuer = null!;
    private RunningService<BillingDb> _billing = null!;
    private EventTap<PlanChanged> _changed = null!;

    private static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(8).DateTime);

    public async ValueTask InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        _changed = await EventTap<PlanChanged>.OpenAsync(messaging);
        _billing = await RunningService<BillingDb>.StartAsync(_issuer, messaging, seed: "20");
    }

    public async ValueTask DisposeAsync()
    {
        await _billing.DisposeAsync();
        await _changed.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_customer_changes_his_plan_and_the_old_one_ends_the_day_before()
    {
        using var customer = _billing.As(Roles.Customer, Account(1), subject: "c-1");
        var startsOn = Today.AddDays(7);

        using var answer = await StartAsync(customer, 1, Choice(1, Enjoy59, startsOn));

        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Ct));
        var started = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        answer.Headers.Location!.ToString().ShouldBe(started.GetProperty("href").GetString());
        started.GetProperty("price").GetProperty("monthlyFee").GetDecimal().ShouldBe(59);
        started.GetProperty("startsOn").GetString().ShouldBe($"{startsOn:yyyy-MM-dd}");
        var consent = started.GetProperty("consent");
        consent.GetProperty("statement").GetString().ShouldBe(Agreed59);
        consent.GetProperty("channel").GetString().ShouldBe("app");
        consent.GetProperty("givenBy").GetString().ShouldBe("customer:c-1");

        var plans = await PlansAsync(customer, 1);
        plans.Length.ShouldBe(2);
        Word(plans[0], "id").ShouldBe(Word(started, "id"));
        plans[0].TryGetProperty("endsOn", out _).ShouldBeFalse();
        (Word(plans[1], "endsOn"), Word(plans[1], "endReason")).ShouldBe(
            ($"{startsOn.AddDays(-1):yyyy-MM-dd}", "planChanged")
        );

        var said = (await _changed.FirstAsync(it => it.AccountId == Account(1))).Event;
        said.SubscriptionId.ToString().ShouldBe(Word(started, "id"));
        said.ServiceNumber.ShouldBe("13800000001");
        (said.OfferingNameZh, said.MonthlyFee, said.Currency).ShouldBe(("畅享59元套餐", 59m, "CNY"));
        (said.StartsOn, said.Version, said.LineId).ShouldBe((startsOn, 1L, Line(1, 1)));
        _changed.Heard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_agent_takes_the_consent_on_the_customers_behalf_and_that_is_recorded()
    {
        using var agent = _billing.As(Roles.Agent, subject: "agent-7");

        using var answer = await StartAsync(agent, 2, Choice(2, Enjoy59, Today.AddDays(31)));
        using var tooLate = await StartAsync(agent, 3, Choice(3, Enjoy59, Today.AddDays(32)));

        var started = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Word(started.GetProperty("consent"), "givenBy").ShouldBe("agent:agent-7");
        (await CodeOfAsync(tooLate)).ShouldBe("subscription.starts-too-late");
    }

    [Fact]
    public async Task Without_a_consent_that_names_the_price_there_is_no_plan()
    {
        using var customer = _billing.As(Roles.Customer, Account(1));
        var (line, startsOn) = (Line(1, 1), Today);

        using var none = await StartAsync(
            customer,
            1,
            new
            {
                lineId = line,
                offeringId = Enjoy59,
                startsOn,
            }
        );
        using var silent = await StartAsync(customer, 1, Choice(1, Enjoy59, startsOn, "我同意。。。"));
        using var other = await StartAsync(customer, 1, Choice(1, Enjoy59, startsOn, "每月159元，我同意"));

        none.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await none.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("errors")
            .TryGetProperty("consent", out _)
            .ShouldBeTrue();
        (await CodeOfAsync(silent)).ShouldBe("consent.without-price");
        (await CodeOfAsync(other)).ShouldBe("consent.without-price");
        (await PlansAsync(customer, 1)).Length.ShouldBe(1);
        (await _billing.ScalarAsync<long>("select count(*) from consents")).ShouldBe(40);
    }

    [Fact]
    public async Task Only_what_is_on_offer_for_such_a_line_and_such_a_customer_is_chosen()
    {
        using var agent = _billing.As(Roles.Agent);

        using var past = await StartAsync(agent, 1, Choice(1, Enjoy59, Today.AddDays(-1)));
        using var kind = await StartAsync(agent, 1, Choice(1, Talk15, Today, "每月15元"));
        using var group = await StartAsync(agent, 4, Choice(4, Enjoy59, Today));
        using var unknown = await StartAsync(agent, 1, Choice(1, $"{Guid.CreateVersion7()}", Today));
        using var line = await StartAsync(agent, 1, Choice(2, Enjoy59, Today));

        (await CodeOfAsync(past)).ShouldBe("subscription.starts-in-past");
        (await CodeOfAsync(kind)).ShouldBe("subscription.other-line-kind");
        (await CodeOfAsync(group)).ShouldBe("subscription.other-customer-group");
        (await CodeOfAsync(unknown)).ShouldBe("subscription.not-offered");
        line.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await line.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("errors")
            .GetProperty("lineId")[0]
            .GetString()
            .ShouldBe("The account has no such line.");
    }

    [Fact]
    public async Task A_new_price_does_not_touch_running_plans_and_needs_a_consent_of_its_own()
    {
        using var finance = new CatalogueApi(_billing);
        using var customer = _billing.As(Roles.Customer, Account(1));
        using (var first = await StartAsync(customer, 1, Choice(1, Enjoy59, Today.AddDays(1))))
        {
            first.EnsureSuccessStatusCode();
        }

        var before = await _billing.ScalarAsync<string>(
            "select string_agg(s::text, ';' order by id) from subscriptions s"
        );
        var catalogue = await finance.DraftAsync(Today.AddDays(5));
        await finance.PutOfferingAsync(catalogue, "ENJOY", "ENJOY-59", 79);
        await finance.LetOutAsync(catalogue);

        var after = await _billing.ScalarAsync<string>(
            "select string_agg(s::text, ';' order by id) from subscriptions s"
        );
        after.ShouldBe(before);
        (await PlansAsync(customer, 1))[0].GetProperty("price").GetProperty("monthlyFee").GetDecimal().ShouldBe(59);

        using var oldWords = await StartAsync(customer, 1, Choice(1, Enjoy59, Today.AddDays(5)));
        using var newWords = await StartAsync(customer, 1, Choice(1, Enjoy59, Today.AddDays(5), "我同意每月79元"));

        (await CodeOfAsync(oldWords)).ShouldBe("consent.without-price");
        newWords.StatusCode.ShouldBe(HttpStatusCode.Created);
        var plans = await PlansAsync(customer, 1);
        plans
            .Select(plan => plan.GetProperty("price").GetProperty("monthlyFee").GetDecimal())
            .Take(2)
            .ShouldBe([79, 59]);
    }

    [Fact]
    public async Task P4_nobody_sees_or_changes_the_plans_of_another_customer()
    {
        using var owner = _billing.As(Roles.Customer, Account(2));
        using var other = _billing.As(Roles.Customer, Account(1));
        var plan = (await PlansAsync(owner, 2))[0];

        using var list = await other.GetAsync(Relative(Plans(2)), Ct);
        using var one = await other.GetAsync(Relative(Word(plan, "href")!), Ct);
        using var crooked = await other.GetAsync(Relative($"{Plans(1)}/{Word(plan, "id")}"), Ct);
        using var start = await StartAsync(other, 2, Choice(2, Enjoy59, Today));
        using var end = await EndAsync(other, Word(plan, "href")!, Today);
        using var own = await owner.GetAsync(Relative(Word(plan, "href")!), Ct);

        new[] { list, one, crooked, start, end }.ShouldAllBe(it => it.StatusCode == HttpStatusCode.NotFound);
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_customer_ends_his_plan_in_his_own_words()
    {
        using var customer = _billing.As(Roles.Customer, Account(1), subject: "c-1");
        var href = Word((await PlansAsync(customer, 1, line: 1))[0], "href")!;

        using var past = await EndAsync(customer, href, Today.AddDays(-1));
        using var ended = await EndAsync(customer, href, Today.AddDays(10));
        using var later = await EndAsync(customer, href, Today.AddDays(11));

        (await CodeOfAsync(past)).ShouldBe("subscription.ends-in-past");
        ended.StatusCode.ShouldBe(HttpStatusCode.OK, await ended.Content.ReadAsStringAsync(Ct));
        var body = await ended.Content.ReadFromJsonAsync<JsonElement>(Ct);
        (Word(body, "endsOn"), Word(body, "endReason")).ShouldBe(($"{Today.AddDays(10):yyyy-MM-dd}", "withdrawal"));
        (await CodeOfAsync(later)).ShouldBe("subscription.ended");
        var words = await _billing.ScalarAsync<string>(
            "select c.statement || '/' || c.given_by from subscriptions s join consents c on c.id = s.end_consent_id"
        );
        words.ShouldBe("请在该日停用套餐。/customer:c-1");
    }

    [Fact]
    public async Task A_plan_taken_after_an_end_begins_within_it_without_overlap()
    {
        using var customer = _billing.As(Roles.Customer, Account(1));
        var href = Word((await PlansAsync(customer, 1, line: 1))[0], "href")!;
        using var ended = await EndAsync(customer, href, Today.AddDays(10));

        using var started = await StartAsync(customer, 1, Choice(1, Enjoy59, Today.AddDays(3)));

        started.StatusCode.ShouldBe(HttpStatusCode.Created);
        var overlaps = await _billing.ScalarAsync<long>(
            """
            select count(*) from subscriptions a join subscriptions b on a.line_id = b.line_id and a.id < b.id
             where daterange(a.starts_on, a.ends_on, '[]') && daterange(b.starts_on, b.ends_on, '[]')
            """
        );
        overlaps.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_plans_at_once_for_a_line_one_wins(bool hasPlan)
    {
        using var customer = _billing.As(Roles.Customer, Account(1));
        if (!hasPlan)
        {
            var href = Word((await PlansAsync(customer, 1, line: 1))[0], "href")!;
            using var ended = await EndAsync(customer, href, Today);
        }

        var startsOn = Today.AddDays(1);
        var answers = await Task.WhenAll(
            StartAsync(customer, 1, Choice(1, Enjoy59, startsOn)),
            StartAsync(customer, 1, Choice(1, Enjoy99, startsOn, "我同意每月99元")),
            StartAsync(customer, 1, Choice(1, Enjoy59, startsOn)),
            StartAsync(customer, 1, Choice(1, Enjoy99, startsOn, "我同意每月99元"))
        );

        answers.Count(it => it.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(it => it.StatusCode == HttpStatusCode.Conflict).ShouldBe(3);
        var open = await _billing.ScalarAsync<long>(
            $"select count(*) from subscriptions where line_id = '{Line(1, 1)}' and ends_on is null"
        );
        open.ShouldBe(1);
        Array.ForEach(answers, it => it.Dispose());
    }

    [Fact]
    public async Task The_same_request_again_with_its_key_is_one_plan()
    {
        using var customer = _billing.As(Roles.Customer, Account(1));
        customer.DefaultRequestHeaders.Add("Idempotency-Key", "plan-1");
        var choice = Choice(1, Enjoy59, Today.AddDays(1));

        using var first = await StartAsync(customer, 1, choice);
        using var again = await StartAsync(customer, 1, choice);

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.Headers.Location.ShouldBe(first.Headers.Location);
        (await PlansAsync(customer, 1, line: 1)).Length.ShouldBe(2);
    }

    private static object Choice(int account, string offering, DateOnly startsOn, string statement = Agreed59) =>
        new
        {
            lineId = Line(account, 1),
            offeringId = offering,
            startsOn,
            consent = new { channel = "app", statement },
        };

    private static async Task<HttpResponseMessage> StartAsync(HttpClient client, int account, object choice) =>
        await client.PostAsJsonAsync(Plans(account), choice, Ct);

    private static async Task<HttpResponseMessage> EndAsync(HttpClient client, string href, DateOnly lastDay) =>
        await client.PostAsJsonAsync(
            $"{href}/end",
            new { lastDay, consent = new { channel = "app", statement = "请在该日停用套餐。" } },
            Ct
        );

    private static async Task<JsonElement[]> PlansAsync(HttpClient client, int account, int line = 1) =>
        (await client.GetFromJsonAsync<JsonElement[]>($"{Plans(account)}?lineId={Line(account, line)}", Ct))!;

    private static string Plans(int account) => $"/api/billing/v1/accounts/{Account(account)}/subscriptions";

    private static Guid Account(int n) => Guid.Parse($"0190a000-0000-7000-8000-{n:x12}");

    private static Guid Line(int n, int line) => Guid.Parse($"0190b000-0000-7000-8000-{(n * 16) + line:x12}");

    private static string? Word(JsonElement body, string name) => body.GetProperty(name).GetString();

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
