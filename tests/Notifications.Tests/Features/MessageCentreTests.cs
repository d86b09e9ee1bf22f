using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Npgsql;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Notifications.Tests.NotificationsFixture;

namespace Notifications.Tests.Features;

/// <summary>N2, N3: what a customer was told, and what he wants to be told, is his own to read and to change.</summary>
public sealed class MessageCentreTests(NotificationsFixture platform) : IClassFixture<NotificationsFixture>
{
    private static readonly DateTimeOffset At = new(2026, 12, 21, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly On = new(2026, 12, 21);

    private static readonly object AsItIs = new
    {
        reminders = new { sms = true, inApp = true },
        marketing = new { sms = false, inApp = false },
    };

    [Fact]
    public async Task N2_the_message_centre_shows_the_newest_first_in_the_customers_language_and_links_to_the_bill()
    {
        var account = await CustomerAsync("en");
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await BillAsync(account, first);
        await BillAsync(account, second);
        using var customer = platform.Notifications.As(Roles.Customer, account);

        using var answer = await customer.GetAsync(Uri($"{Of(account)}/inbox?limit=1"), Ct);

        answer.Headers.GetValues("X-Total-Count").ShouldBe(["2"]);
        var newest = (await answer.Content.ReadFromJsonAsync<JsonElement[]>(Ct))!.ShouldHaveSingleItem();
        newest.GetProperty("title").GetString().ShouldBe("Your bill is ready");
        newest
            .GetProperty("content")
            .GetString()
            .ShouldBe("Your bill for Nov 2026 is CNY 88.50, due by 21 Dec 2026. Questions: 10086.");
        newest.GetProperty("class").GetString().ShouldBe("reminder");
        var about = newest.GetProperty("about");
        about.GetProperty("kind").GetString().ShouldBe("customerBill");
        about.GetProperty("number").GetString().ShouldBe("B-1");
        about.GetProperty("href").GetString().ShouldBe($"/tmf-api/customerBillManagement/v4/customerBill/{second}");
    }

    [Fact]
    public async Task N2_a_message_is_unread_until_its_customer_opens_it_and_the_first_time_counts()
    {
        var account = await CustomerAsync("zh");
        await BillAsync(account, Guid.CreateVersion7());
        using var customer = platform.Notifications.As(Roles.Customer, account);
        using var agent = platform.Notifications.As(Roles.Agent);
        var item = (await ListAsync(customer, $"{Of(account)}/inbox?unread=true")).ShouldHaveSingleItem();
        var read = Uri($"{item.GetProperty("href").GetString()}/read");

        using var byAgent = await agent.PostAsync(read, content: null, Ct);
        using var once = await customer.PostAsync(read, content: null, Ct);
        using var twice = await customer.PostAsync(read, content: null, Ct);

        byAgent.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var at = (await once.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("readAt").GetString();
        at.ShouldNotBeNull();
        (await twice.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("readAt").GetString().ShouldBe(at);
        (await ListAsync(customer, $"{Of(account)}/inbox?unread=true")).ShouldBeEmpty();
        (await ListAsync(agent, $"{Of(account)}/inbox?unread=false")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task P4_what_belongs_to_an_account_is_not_found_by_another_customer()
    {
        var account = await CustomerAsync("zh");
        await BillAsync(account, Guid.CreateVersion7());
        using var owner = platform.Notifications.As(Roles.Customer, account);
        using var neighbour = platform.Notifications.As(Roles.Customer, Guid.CreateVersion7());
        var item = (await ListAsync(owner, $"{Of(account)}/inbox")).Single().GetProperty("href").GetString();

        foreach (var path in new[] { $"{Of(account)}/inbox", $"{Of(account)}/preferences" })
        {
            using var answer = await neighbour.GetAsync(Uri(path), Ct);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        using var read = await neighbour.PostAsync(Uri($"{item}/read"), content: null, Ct);
        using var change = await neighbour.PutAsJsonAsync(Uri($"{Of(account)}/preferences"), AsItIs, Ct);
        read.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        change.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ListAsync(neighbour, $"/api/notifications/v1/decisions?accountId={account}")).ShouldBeEmpty();
        (await ListAsync(owner, $"/api/notifications/v1/decisions?accountId={account}")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task N3_who_switches_text_reminders_off_finds_them_in_the_message_centre_and_the_ledger_says_who_did_it()
    {
        var account = await CustomerAsync("zh");
        using var customer = platform.Notifications.As(Roles.Customer, account, subject: "customer-7");
        using var agent = platform.Notifications.As(Roles.Agent, subject: "agent-7");

        var off = await PutAsync(customer, account, sms: false, inApp: true);
        var bill = Guid.CreateVersion7();
        await BillAsync(account, bill);
        var decision = (await platform.DecisionsAsync($"bill-issued:{bill}"))[0];
        var on = await PutAsync(agent, account, sms: true, inApp: true);
        _ = await PutAsync(agent, account, sms: true, inApp: true); // says nothing new

        off.GetProperty("reminders").GetProperty("sms").GetBoolean().ShouldBeFalse();
        off.GetProperty("confirmations").GetProperty("sms").GetBoolean().ShouldBeTrue();
        off.GetProperty("language").GetString().ShouldBe("zh");
        on.GetProperty("reminders").GetProperty("sms").GetBoolean().ShouldBeTrue();
        decision.GetProperty("decided").GetString().ShouldBe("inAppOnly");
        decision.GetProperty("rule").GetString().ShouldBe("preference.off");
        decision.GetProperty("consent").GetString()!.ShouldStartWith("Sms off (entry ");
        (await LedgerAsync(account)).ShouldBe(
            "Reminder Sms false customer-7 customer; Reminder Sms true agent-7 agent"
        );
    }

    [Fact]
    public async Task N3_marketing_is_off_until_the_customer_asks_for_it_himself()
    {
        var account = await CustomerAsync("zh");
        using var customer = platform.Notifications.As(Roles.Customer, account, subject: "customer-8");
        var before = await customer.GetFromJsonAsync<JsonElement>($"{Of(account)}/preferences", Ct);

        using var answer = await customer.PutAsJsonAsync(
            Uri($"{Of(account)}/preferences"),
            new { reminders = new { sms = true, inApp = true }, marketing = new { sms = true, inApp = false } },
            Ct
        );

        before.GetProperty("marketing").GetProperty("sms").GetBoolean().ShouldBeFalse();
        var after = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        after.GetProperty("marketing").GetProperty("sms").GetBoolean().ShouldBeTrue();
        after.GetProperty("marketing").GetProperty("inApp").GetBoolean().ShouldBeFalse();
        (await LedgerAsync(account)).ShouldBe("Marketing Sms true customer-8 customer");
    }

    [Fact]
    public async Task N3_confirmations_cannot_be_switched_off()
    {
        var account = await CustomerAsync("zh");
        using var customer = platform.Notifications.As(Roles.Customer, account);

        using var answer = await customer.PutAsJsonAsync(
            Uri($"{Of(account)}/preferences"),
            new
            {
                reminders = new { sms = false, inApp = true },
                marketing = new { sms = false, inApp = false },
                confirmations = new { sms = false, inApp = true },
            },
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("code")
            .GetString()
            .ShouldBe("preferences.confirmations-stay");
        (await LedgerAsync(account)).ShouldBe("");
    }

    [Fact]
    public async Task N3_half_a_wish_is_refused_and_names_what_is_missing()
    {
        var account = await CustomerAsync("zh");
        using var customer = platform.Notifications.As(Roles.Customer, account);

        using var answer = await customer.PutAsJsonAsync(
            Uri($"{Of(account)}/preferences"),
            new { reminders = new { sms = true }, marketing = new { sms = false, inApp = false } },
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain("reminders.inApp");
    }

    [Theory]
    [InlineData("update consents set is_given = not is_given")]
    [InlineData("update send_decisions set rule = 'another'")]
    public async Task N3_nobody_rewrites_the_ledger_or_a_decision(string sql)
    {
        var account = await CustomerAsync("zh");
        using var customer = platform.Notifications.As(Roles.Customer, account);
        _ = await PutAsync(customer, account, sms: false, inApp: true);
        await BillAsync(account, Guid.CreateVersion7());

        await Should.ThrowAsync<PostgresException>(() =>
            platform.Notifications.ScalarAsync<long>($"{sql} where account_id = '{account}'")
        );
    }

    [Fact]
    public async Task N3_staff_find_no_account_that_nobody_has_heard_of()
    {
        using var agent = platform.Notifications.As(Roles.Agent);

        foreach (var unknown in new[] { $"{Guid.CreateVersion7()}", "nonsense" })
        {
            using var answer = await agent.GetAsync(Uri($"/api/notifications/v1/accounts/{unknown}/preferences"), Ct);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Uri Uri(string path) => new(path, UriKind.Relative);

    private static string Of(Guid account) => $"/api/notifications/v1/accounts/{account}";

    private static async Task<JsonElement[]> ListAsync(HttpClient client, string path) =>
        (await client.GetFromJsonAsync<JsonElement[]>(path, Ct))!;

    private static async Task<JsonElement> PutAsync(HttpClient client, Guid account, bool sms, bool inApp)
    {
        using var answer = await client.PutAsJsonAsync(
            Uri($"{Of(account)}/preferences"),
            new { reminders = new { sms, inApp }, marketing = new { sms = false, inApp = false } },
            Ct
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    /// <summary>A customer whose contact is in our book.</summary>
    private async Task<Guid> CustomerAsync(string language)
    {
        platform.MakeItDay();
        var account = Guid.CreateVersion7();
        await platform.Neighbours.SayAsync(Contact(account, platform.NewPhone(), language));
        await Eventually.TrueAsync(
            async () =>
                await platform.Notifications.ScalarAsync<long>(
                    $"select count(*) from contact_book where account_id = '{account}'"
                ) == 1,
            "the contact"
        );
        return account;
    }

    private async Task BillAsync(Guid account, Guid bill)
    {
        await platform.Neighbours.SayAsync(
            new BillIssued(bill, 1, "B-1", account, "A1", "2026-11", 88.5m, 80m, "CNY", On, At)
        );
        await platform.DecisionsAsync($"bill-issued:{bill}");
    }

    private async Task<string> LedgerAsync(Guid account) =>
        await platform.Notifications.ScalarAsync<string>(
            $"""
            select string_agg(concat_ws(' ', class, channel, is_given::text, given_by, role), '; ' order by position)
              from consents where account_id = '{account}'
            """
        ) ?? "";
}
