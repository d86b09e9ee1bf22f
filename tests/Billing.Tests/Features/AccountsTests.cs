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
using Testing;
using Xunit;
using static Billing.Tests.BillingFixture;

namespace Billing.Tests.Features;

public sealed class AccountsTests(BillingFixture platform) : IClassFixture<BillingFixture>
{
    [Fact]
    public async Task Every_seeded_contact_is_said_to_those_who_keep_a_book() =>
        await Eventually.TrueAsync(
            () =>
                Task.FromResult(platform.Changed.Heard.Select(heard => heard.Event.AccountId).Distinct().Count() == 20),
            "the contacts of the small operator's 20 customers"
        );

    [Fact]
    public async Task Staff_list_accounts_by_pages()
    {
        using var agent = platform.Billing.As(Roles.Agent);

        using var answer = await agent.GetAsync(new Uri($"{Accounts}?limit=5", UriKind.Relative), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("X-Total-Count").Single().ShouldBe("20");
        (await answer.Content.ReadFromJsonAsync<JsonElement[]>(Ct))!.Length.ShouldBe(5);
    }

    [Theory]
    [InlineData("number=A1000003")]
    [InlineData("lines.serviceNumber=13800000003")]
    [InlineData("lines.serviceNumber=W30000003")]
    public async Task An_account_is_found_by_its_number_or_a_lines(string query)
    {
        using var agent = platform.Billing.As(Roles.Agent);

        var found = await agent.GetFromJsonAsync<JsonElement[]>($"{Accounts}?{query}", Ct);

        var account = found!.Single();
        account.GetProperty("id").GetString().ShouldBe("0190a000-0000-7000-8000-000000000003");
        account.GetProperty("number").GetString().ShouldBe("A1000003");
        account.GetProperty("customerName").GetString().ShouldBe("刘秀英");
        account.GetProperty("@type").GetString().ShouldBe("BillingAccount");
    }

    [Theory]
    [InlineData(Roles.Customer)]
    [InlineData(Roles.Channel)]
    [InlineData(Roles.Technician)]
    [InlineData(Roles.Partner)]
    public async Task P4_only_staff_list_accounts(string role)
    {
        using var client = platform.Billing.As(role, Account1);

        using var answer = await client.GetAsync(new Uri(Accounts, UriKind.Relative), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task P4_a_customer_reads_his_own_account_and_no_other()
    {
        using var customer = platform.Billing.As(Roles.Customer, Account1);

        using var own = await customer.GetAsync(new Uri($"{Accounts}/{Account1}", UriKind.Relative), Ct);
        using var other = await customer.GetAsync(new Uri($"{Accounts}/{Account2}", UriKind.Relative), Ct);

        own.StatusCode.ShouldBe(HttpStatusCode.OK);
        other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_changed_contact_is_said_once_with_the_accounts_new_version()
    {
        var account = Guid.Parse("0190a000-0000-7000-8000-000000000007");
        using var customer = platform.Billing.As(Roles.Customer, account);
        var contact = new
        {
            phoneNumber = "13900000007",
            email = "seven@example.com",
            language = "en",
        };

        using var first = await customer.PutAsJsonAsync($"{Accounts}/{account}/contact", contact, Ct);
        using var again = await customer.PutAsJsonAsync($"{Accounts}/{account}/contact", contact, Ct);

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        var said = await platform.Changed.FirstAsync(changed => changed.AccountId == account && changed.Version > 1);
        said.Event.Version.ShouldBe(2);
        said.Event.PhoneNumber.ShouldBe("13900000007");
        said.Event.Email.ShouldBe("seven@example.com");
        said.Event.Language.ShouldBe("en");
        said.Event.AccountNumber.ShouldBe("A1000007");
        platform.Changed.Heard.Count(heard => heard.Event.AccountId == account && heard.Event.Version > 1).ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"phoneNumber":"+86 138","language":"zh"}""", "phoneNumber", "5 to 15 digits are expected.")]
    [InlineData("""{"email":"nobody","language":"zh"}""", "email", "An e-mail address is expected.")]
    [InlineData("""{"language":"fr"}""", "language", "zh or en is expected.")]
    public async Task A_wrong_contact_is_refused_with_the_field(string body, string field, string reason)
    {
        using var customer = platform.Billing.As(Roles.Customer, Account1);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await customer.PutAsync(
            new Uri($"{Accounts}/{Account1}/contact", UriKind.Relative),
            content,
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("errors").GetProperty(field)[0].GetString().ShouldBe(reason);
    }

    [Fact]
    public async Task P4_nobody_changes_another_customers_contact()
    {
        using var customer = platform.Billing.As(Roles.Customer, Account1);

        using var answer = await customer.PutAsJsonAsync(
            $"{Accounts}/{Account2}/contact",
            new { phoneNumber = "13900000001", language = "zh" },
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
