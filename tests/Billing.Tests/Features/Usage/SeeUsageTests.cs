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
using Xunit;
using static Billing.Tests.Features.Usage.UsageFixture;

namespace Billing.Tests.Features.Usage;

/// <summary>TMF635, and the month's overview of B14.</summary>
public sealed class SeeUsageTests(UsageFixture platform) : IClassFixture<UsageFixture>
{
    private const string Usage = "/tmf-api/usageManagement/v4/usage";
    private const string Specifications = "/tmf-api/usageManagement/v4/usageSpecification";
    private const string VoiceSpecification = "0190f000-0000-7000-8000-000000000001";

    [Fact]
    public async Task A_usage_that_is_posted_is_rated_and_can_be_read_back()
    {
        using var channel = platform.Billing.As(Roles.Channel);
        using var agent = platform.Billing.As(Roles.Agent);
        using var otherChannel = platform.Billing.As(Roles.Channel, subject: "channel-2");

        using var answer = await channel.PostAsJsonAsync(Usage, Call(1, "130", "tmf-1"), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var usage = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        answer.Headers.Location!.ToString().ShouldBe(usage.GetProperty("href").GetString());
        usage.GetProperty("status").GetString().ShouldBe("rated");
        usage.GetProperty("usageType").GetString().ShouldBe("voice");
        usage.GetProperty("relatedParty")[0].GetProperty("id").GetGuid().ShouldBe(Account(1));
        var amount = usage.GetProperty("ratedProductUsage")[0].GetProperty("taxIncludedRatingAmount");
        amount.GetProperty("unit").GetString().ShouldBe("CNY");
        amount.GetProperty("value").GetDecimal().ShouldBe(4.5m);
        usage.GetRawText().ShouldNotContain("13912345678");
        usage.GetRawText().ShouldContain("****5678");
        foreach (var reader in new[] { agent, channel })
        {
            var read = await reader.GetFromJsonAsync<JsonElement>(usage.GetProperty("href").GetString(), Ct);
            read.GetRawText().ShouldBe(usage.GetRawText());
        }

        using var strange = await otherChannel.GetAsync(answer.Headers.Location, Ct);
        strange.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_usage_that_is_posted_twice_under_its_key_is_one()
    {
        using var channel = platform.Billing.As(Roles.Channel);

        using var first = await channel.PostAsJsonAsync(Usage, Call(2, "3", "tmf-2"), Ct);
        using var again = await channel.PostAsJsonAsync(Usage, Call(2, "3", "tmf-2"), Ct);
        using var other = await channel.PostAsJsonAsync(Usage, Call(2, "4", "tmf-2"), Ct);

        again.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.Headers.Location.ShouldBe(first.Headers.Location);
        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await other.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("code")
            .GetString()
            .ShouldBe("usage.key-reused");
        (await platform.MonthAsync(Mobile(2), "Voice", platform.Period)).Quantity.ShouldBe(3);
    }

    [Theory]
    [InlineData("quantity", "many", HttpStatusCode.BadRequest, "invalid-input")]
    [InlineData("sourceKey", "a\0b", HttpStatusCode.BadRequest, "invalid-input")]
    [InlineData("quantity", "2000", HttpStatusCode.Conflict, "usage.implausible")]
    [InlineData("serviceNumber", "", HttpStatusCode.BadRequest, "invalid-input")]
    [InlineData("serviceNumber", "13999999999", HttpStatusCode.Conflict, "usage.unknown-number")]
    public async Task A_usage_that_cannot_be_taken_is_refused(
        string characteristic,
        string value,
        HttpStatusCode status,
        string code
    )
    {
        using var channel = platform.Billing.As(Roles.Channel);
        var values = new Dictionary<string, string> { ["serviceNumber"] = Number(3), ["quantity"] = "3" };
        values[characteristic] = value;

        using var answer = await channel.PostAsJsonAsync(Usage, Body(values), Ct);

        answer.StatusCode.ShouldBe(status);
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        error.GetProperty("code").GetString().ShouldBe(code);
        error.GetProperty("@type").GetString().ShouldBe("Error");
    }

    [Theory]
    [InlineData("""{"usageSpecification":{"id":"ID"}}""", "serviceNumber: 1 to 32 characters are expected.")]
    [InlineData(
        """{"usageSpecification":{"id":"ID"},"usageCharacteristic":[{"name":"serviceNumber","value":"13800000003"}]}""",
        "quantity: it is mandatory."
    )]
    public async Task A_usage_that_lacks_something_is_taken_as_rejected_into_the_exception_list(
        string body,
        string reason
    )
    {
        using var channel = platform.Billing.As(Roles.Channel);
        using var clerk = platform.Billing.As(Roles.Clerk);
        using var other = platform.Billing.As(Roles.Channel, subject: "channel-2");
        using var customer = platform.Billing.As(Roles.Customer, Account(3));
        using var content = new StringContent(
            body.Replace("ID", VoiceSpecification, StringComparison.Ordinal),
            Encoding.UTF8,
            "application/json"
        );

        using var answer = await channel.PostAsync(new Uri(Usage, UriKind.Relative), content, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Ct));
        var usage = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        usage.GetProperty("status").GetString().ShouldBe("rejected");
        usage.GetProperty("statusReason").GetString().ShouldBe(reason);
        usage.GetProperty("usageSpecification").GetProperty("id").GetString().ShouldBe(VoiceSpecification);
        foreach (var reader in new[] { channel, clerk })
        {
            var read = await reader.GetFromJsonAsync<JsonElement>(answer.Headers.Location, Ct);
            read.GetRawText().ShouldBe(usage.GetRawText());
        }

        foreach (var stranger in new[] { other, customer })
        {
            using var found = await stranger.GetAsync(answer.Headers.Location, Ct);
            found.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        var rejects = await clerk.GetFromJsonAsync<JsonElement[]>(
            "/api/billing/v1/usageRejects?code=usage.malformed&source=tmf635/test-channel",
            Ct
        );
        rejects!.ShouldContain(reject => reject.GetProperty("id").GetString() == usage.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_usage_names_a_specification_that_exists()
    {
        using var channel = platform.Billing.As(Roles.Channel);

        foreach (var id in new[] { $"{Guid.CreateVersion7()}", "voice" })
        {
            using var answer = await channel.PostAsJsonAsync(
                Usage,
                new
                {
                    usageSpecification = new { id },
                    usageDate = platform.Now,
                    usageCharacteristic = Array.Empty<int>(),
                },
                Ct
            );
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task P4_a_customer_lists_his_own_usage_newest_first_and_finds_no_other()
    {
        await platform.UploadAsync("see", Voice(5, 1, platform.Now.AddDays(-40)), Voice(5, 2, platform.Now));
        await platform.UploadAsync("see", Voice(5, 3, platform.Now.AddDays(-1)), Voice(6, 9, platform.Now));
        using var customer = platform.Billing.As(Roles.Customer, Account(5));
        using var neighbour = platform.Billing.As(Roles.Customer, Account(6));

        var own = await customer.GetFromJsonAsync<JsonElement[]>(Usage, Ct);
        using var other = await neighbour.GetAsync(
            new Uri(own![0].GetProperty("href").GetString()!, UriKind.Relative),
            Ct
        );
        var others = await neighbour.GetFromJsonAsync<JsonElement[]>($"{Usage}?relatedParty.id={Account(5)}", Ct);

        own.Select(QuantityOf).ShouldBe([2, 3, 1]);
        other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        others!.ShouldBeEmpty();
    }

    [Fact]
    public async Task Usage_is_found_by_account_and_time_and_by_nothing_else()
    {
        var at = platform.Now.AddHours(-3).AddMicroseconds(17);
        await platform.UploadAsync("see", Voice(9, 1, at), Voice(9, 2, at.AddSeconds(1)), Voice(11, 3, at));
        using var agent = platform.Billing.As(Roles.Agent);
        var time = at.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ");

        var found = await agent.GetFromJsonAsync<JsonElement[]>(
            $"{Usage}?relatedParty.id={Account(9)}&usageDate={time}",
            Ct
        );
        using var refused = await agent.GetAsync(new Uri($"{Usage}?description=x", UriKind.Relative), Ct);

        QuantityOf(found!.ShouldHaveSingleItem()).ShouldBe(1);
        found![0].GetProperty("usageDate").GetString().ShouldBe(time);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("0190f000-0000-4000-8000-000000000001")]
    [InlineData("0190f000-0000-7000-8000-000000000001")]
    [InlineData("ffffffff-ffff-7fff-bfff-ffffffffffff")]
    [InlineData("nothing")]
    public async Task An_unknown_usage_of_any_shape_is_not_found(string id)
    {
        using var agent = platform.Billing.As(Roles.Agent);

        using var answer = await agent.GetAsync(new Uri($"{Usage}/{id}", UriKind.Relative), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task There_are_three_specifications_with_their_units()
    {
        using var customer = platform.Billing.As(Roles.Customer, Account(1));

        var all = await customer.GetFromJsonAsync<JsonElement[]>(Specifications, Ct);
        var named = await customer.GetFromJsonAsync<JsonElement[]>($"{Specifications}?name=data", Ct);
        var one = await customer.GetFromJsonAsync<JsonElement>($"{Specifications}/{VoiceSpecification}", Ct);
        using var none = await customer.GetAsync(new Uri($"{Specifications}/voice", UriKind.Relative), Ct);

        all!
            .Select(s => (s.GetProperty("name").GetString(), s.GetProperty("unit").GetString()))
            .ShouldBe([("voice", "min"), ("sms", "sms"), ("data", "MB")]);
        named!.ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("data");
        one.GetProperty("name").GetString().ShouldBe("voice");
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task B14_the_months_overview_shows_used_included_remaining_and_charge_per_plan()
    {
        await platform.UploadAsync(
            "see",
            Voice(7, 1_000, platform.Now),
            Voice(7, 100.1m, platform.Now),
            Voice(7, 30, platform.Now.AddMonths(-1))
        );
        using var customer = platform.Billing.As(Roles.Customer, Account(7));
        var address = $"/api/billing/v1/accounts/{Account(7)}/usage";

        var now = await customer.GetFromJsonAsync<JsonElement>(address, Ct);
        var before = await customer.GetFromJsonAsync<JsonElement>(
            $"{address}?period={PeriodOf(platform.Now.AddMonths(-1))}",
            Ct
        );

        now.GetProperty("period").GetString().ShouldBe(platform.Period);
        var plans = now.GetProperty("subscriptions").EnumerateArray().ToList();
        plans.Count.ShouldBe(2); // fibre beside it, which meters nothing
        var mobile = plans.Single(plan => plan.GetProperty("serviceNumber").GetString() == Number(7));
        mobile.GetProperty("planNameZh").GetString().ShouldBe("畅享129元套餐");
        mobile.GetProperty("planNameEn").GetString().ShouldBe("Enjoy 129");
        var kinds = mobile.GetProperty("usage").EnumerateArray().ToDictionary(k => k.GetProperty("kind").GetString()!);
        kinds.Keys.ShouldBe(["voice", "sms", "data"], ignoreOrder: true);
        Row(kinds["voice"]).ShouldBe((1_100.1m, 1_000, 0, 15.02m)); // 100.1 * 0.15 = 15.015
        Row(kinds["sms"]).ShouldBe((0, 300, 300, 0));
        plans
            .Single(plan => plan.GetProperty("serviceNumber").GetString() != Number(7))
            .GetProperty("usage")
            .GetArrayLength()
            .ShouldBe(0);
        before
            .GetProperty("subscriptions")
            .EnumerateArray()
            .SelectMany(plan => plan.GetProperty("usage").EnumerateArray())
            .Where(kind => kind.GetProperty("kind").GetString() == "voice")
            .Select(Row)
            .ShouldBe([(30, 1_000, 970, 0)]);
    }

    [Fact]
    public async Task P4_the_months_overview_of_another_account_is_not_found_and_a_wrong_month_is_refused()
    {
        using var customer = platform.Billing.As(Roles.Customer, Account(1));

        using var other = await customer.GetAsync(
            new Uri($"/api/billing/v1/accounts/{Account(2)}/usage", UriKind.Relative),
            Ct
        );
        using var wrong = await customer.GetAsync(
            new Uri($"/api/billing/v1/accounts/{Account(1)}/usage?period=2026-13", UriKind.Relative),
            Ct
        );

        using var last = await customer.GetAsync(
            new Uri($"/api/billing/v1/accounts/{Account(1)}/usage?period=9999-12", UriKind.Relative),
            Ct
        );

        last.StatusCode.ShouldBe(HttpStatusCode.OK, "the last month there is, is one");
        other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("errors")
            .GetProperty("period")[0]
            .GetString()
            .ShouldBe("A month as yyyy-MM is expected.");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private object Call(int n, string minutes, string key) =>
        Body(
            new()
            {
                ["serviceNumber"] = Number(n),
                ["quantity"] = minutes,
                ["sourceKey"] = key,
                ["otherParty"] = "13912345678",
            }
        );

    private object Body(Dictionary<string, string> characteristics) =>
        new
        {
            usageSpecification = new { id = VoiceSpecification },
            usageDate = platform.Now,
            status = "billed",
            usageCharacteristic = characteristics.Select(c => new { name = c.Key, value = c.Value }).ToArray(),
        };

    private static decimal QuantityOf(JsonElement usage) =>
        usage
            .GetProperty("usageCharacteristic")
            .EnumerateArray()
            .Single(c => c.GetProperty("name").GetString() == "quantity")
            .GetProperty("value")
            .GetDecimal();

    private static (decimal, decimal, decimal, decimal) Row(JsonElement kind) =>
        (
            kind.GetProperty("used").GetDecimal(),
            kind.GetProperty("included").GetDecimal(),
            kind.GetProperty("remaining").GetDecimal(),
            kind.GetProperty("charge").GetDecimal()
        );
}
