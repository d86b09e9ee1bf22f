using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Features;

/// <summary>L9: the TMF658 subset.</summary>
public sealed class LoyaltyProgramTests(LoyaltyFixture platform) : IClassFixture<LoyaltyFixture>
{
    private const string Api = "/tmf-api/loyalty/v4";

    [Fact]
    public async Task A_customer_sees_his_membership_account_balance_and_events()
    {
        var account = await platform.AccountWithAsync(3000);
        using var customer = platform.Loyalty.As(Roles.Customer, account);

        var member = (await ListAsync(customer, "loyaltyProgramMember")).Single();
        member.GetProperty("level").GetString().ShouldBe("gold");
        member.GetProperty("@type").GetString().ShouldBe("LoyaltyProgramMember");
        var points = (await ListAsync(customer, "loyaltyAccount")).Single();
        points.GetProperty("state").GetString().ShouldBe("active");
        var balance = (await ListAsync(customer, $"loyaltyBalance?loyaltyAccount.id={account}")).Single();
        balance.GetProperty("quantity").GetProperty("amount").GetInt64().ShouldBe(3000);
        var earned = (await ListAsync(customer, "loyaltyEvent?eventType=earned")).Single();
        earned.GetProperty("quantity").GetProperty("amount").GetInt64().ShouldBe(3000);

        foreach (var one in new[] { member, points, balance, earned })
        {
            var href = one.GetProperty("href").GetString();
            var again = await customer.GetFromJsonAsync<JsonElement>(href, Ct);
            again.GetRawText().ShouldBe(one.GetRawText());
        }
    }

    [Fact]
    public async Task P4_another_customers_resources_are_not_found()
    {
        var account = await platform.AccountWithAsync(100);
        using var staff = platform.Loyalty.As(Roles.Agent);
        using var stranger = platform.Loyalty.As(Roles.Customer, Guid.CreateVersion7());
        var @event = (await ListAsync(staff, $"loyaltyEvent?loyaltyAccount.id={account}")).Single();

        (await ListAsync(stranger, "loyaltyProgramMember")).ShouldBeEmpty();
        (await ListAsync(stranger, $"loyaltyEvent?loyaltyAccount.id={account}")).ShouldBeEmpty();
        (await StatusOf(stranger, $"loyaltyProgramMember/{account}")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusOf(stranger, $"loyaltyAccount/{account}")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusOf(stranger, $"loyaltyBalance/{account}")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusOf(stranger, @event.GetProperty("href").GetString()![(Api.Length + 1)..])).ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task Staff_filter_members_and_an_undeclared_filter_is_refused()
    {
        var account = await platform.AccountWithAsync(12_000);
        using var staff = platform.Loyalty.As(Roles.Agent);

        (
            await ListAsync(staff, $"loyaltyProgramMember?level=diamond&status=active&account.id={account}")
        ).Length.ShouldBe(1);
        (await ListAsync(staff, $"loyaltyProgramMember?level=silver&account.id={account}")).ShouldBeEmpty();
        (await ListAsync(staff, $"loyaltyAccount?state=closed&loyaltyProgramMember.id={account}")).ShouldBeEmpty();
        (await StatusOf(staff, "loyaltyProgramMember?joined=today")).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_programmes_tell_their_terms()
    {
        using var customer = platform.Loyalty.As(Roles.Customer, Guid.CreateVersion7());

        var products = await ListAsync(customer, "loyaltyProgramProduct");
        var points = await customer.GetFromJsonAsync<JsonElement>($"{Api}/loyaltyProgramProduct/points", Ct);

        products.Select(product => product.GetProperty("id").GetString()).ShouldBe(["points", "vip"]);
        points
            .GetProperty("productCharacteristic")
            .EnumerateArray()
            .Select(it => it.GetProperty("value").GetDecimal())
            .ShouldBe([1, 36, 100]);
        (await StatusOf(customer, "loyaltyProgramProduct/club")).ShouldBe(HttpStatusCode.NotFound);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<JsonElement[]> ListAsync(HttpClient client, string path) =>
        (await client.GetFromJsonAsync<JsonElement[]>($"{Api}/{path}", Ct))!;

    private static async Task<HttpStatusCode> StatusOf(HttpClient client, string path)
    {
        using var answer = await client.GetAsync($"{Api}/{path}", Ct);
        return answer.StatusCode;
    }
}
