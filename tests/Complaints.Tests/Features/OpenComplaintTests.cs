using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Features;

public sealed class OpenComplaintTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    [Fact]
    public async Task C1_a_case_has_a_number_an_owner_and_is_said_to_all()
    {
        using var agent = platform.Complaints.As(Roles.Agent, subject: "agent-7");

        using var answer = await agent.PostAsJsonAsync(Tickets, Case(Account2), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var ticket = await answer.Content.ReadFromJsonAsync<JsonObject>(Ct);
        var id = ticket!["id"]!.GetValue<Guid>();
        answer.Headers.Location!.ToString().ShouldBe($"{Tickets}/{id}");
        var times = ticket["creationDate"]!.GetValue<string>();
        times.ShouldEndWith("Z");
        JsonNode
            .DeepEquals(
                ticket,
                new JsonObject
                {
                    ["id"] = id,
                    ["href"] = $"{Tickets}/{id}",
                    ["caseNumber"] = ticket["caseNumber"]!.GetValue<string>(),
                    ["description"] = "宽带很慢",
                    ["severity"] = "major",
                    ["ticketType"] = "complaint",
                    ["status"] = "acknowledged",
                    ["statusChangeDate"] = times,
                    ["creationDate"] = times,
                    ["lastUpdate"] = times,
                    ["channel"] = new JsonObject { ["id"] = "hotline", ["name"] = "hotline" },
                    ["relatedEntity"] = new JsonArray(
                        new JsonObject
                        {
                            ["id"] = Account2,
                            ["href"] = $"/api/billing/v1/accounts/{Account2}",
                            ["role"] = "account",
                            ["@referredType"] = "BillingAccount",
                        }
                    ),
                    ["relatedParty"] = new JsonArray(
                        new JsonObject
                        {
                            ["id"] = "agent-7",
                            ["role"] = "owner",
                            ["@referredType"] = "Individual",
                        }
                    ),
                    ["accountVerification"] = "verified",
                    ["expectedResolutionDate"] = ticket["expectedResolutionDate"]!.GetValue<string>(),
                    ["escalationLevel"] = "handler",
                    ["unit"] = "care-1",
                    ["priority"] = "2",
                    ["@type"] = "TroubleTicket",
                }
            )
            .ShouldBeTrue(ticket.ToJsonString());

        var said = await platform.Opened.FirstAsync(opened => opened.ComplaintId == id);
        said.Event.Version.ShouldBe(1);
        said.Event.CaseNumber.ShouldBe(ticket["caseNumber"]!.GetValue<string>());
        said.Event.AccountId.ShouldBe(Account2);
        said.Event.TicketType.ShouldBe("complaint");
        said.Event.Channel.ShouldBe("hotline");
        said.Traceparent!.Split('-')[1].ShouldBe(answer.Headers.GetValues("X-Trace-Id").Single());
        platform.Opened.Heard.Count(heard => heard.Event.ComplaintId == id).ShouldBe(1);
    }

    [Fact]
    public async Task A_customers_token_supplies_its_own_account()
    {
        using var customer = platform.Complaints.As(Roles.Customer, Account1);

        var ticket = await OpenCaseAsync(customer, Case(account: null));

        ticket.GetProperty("relatedEntity")[0].GetProperty("id").GetGuid().ShouldBe(Account1);
        ticket.GetProperty("channel").GetProperty("name").GetString().ShouldBe("app");
    }

    [Fact]
    public async Task P4_another_customers_account_does_not_exist_for_a_customer()
    {
        using var customer = platform.Complaints.As(Roles.Customer, Account1);

        using var answer = await customer.PostAsJsonAsync(Tickets, Case(Account2), Ct);

        await ShouldBeRefused(answer, "relatedEntity[0].id: There is no such account.");
    }

    [Fact]
    public async Task An_unknown_account_is_refused_by_name_of_the_field()
    {
        using var agent = platform.Complaints.As(Roles.Agent);

        using var answer = await agent.PostAsJsonAsync(Tickets, Case(Guid.CreateVersion7()), Ct);

        await ShouldBeRefused(answer, "relatedEntity[0].id: There is no such account.");
    }

    [Fact]
    public async Task An_anonymous_report_names_nobody()
    {
        using var channel = platform.Complaints.As(Roles.Channel);
        var body = new
        {
            description = "有人在卖用户资料",
            severity = "critical",
            ticketType = "report",
        };

        var ticket = await OpenCaseAsync(channel, body);

        ticket.TryGetProperty("relatedEntity", out _).ShouldBeFalse();
        ticket.TryGetProperty("accountVerification", out _).ShouldBeFalse();
    }

    public static TheoryData<string, string> WrongBodies() =>
        new()
        {
            { """{"severity":"major","ticketType":"complaint"}""", "description: It is mandatory." },
            { """{"description":" ","severity":"major","ticketType":"complaint"}""", "description: It is mandatory." },
            { """{"description":"x","ticketType":"complaint"}""", "severity: It is mandatory." },
            { """{"description":"x","severity":"major"}""", "ticketType: It is mandatory." },
            {
                """{"description":"x","severity":"huge","ticketType":"complaint"}""",
                "severity: One of critical, major, minor, low is expected."
            },
            { """{"description":5,"severity":"major","ticketType":"complaint"}""", "description: A text is expected." },
            {
                """{"description":"a\u0000b","severity":"major","ticketType":"complaint"}""",
                "description: The character U+0000 is not allowed."
            },
            {
                """{"description":"x","severity":"major","ticketType":"complaint","relatedEntity":{}}""",
                "relatedEntity: The value has the wrong type or is broken."
            },
            {
                """{"description":"x","severity":"major","ticketType":"complaint","relatedEntity":[null]}""",
                "relatedEntity[0]: An object is expected."
            },
            {
                """{"description":"x","severity":"major","ticketType":"complaint","relatedEntity":[{"id":"1"}]}""",
                "relatedEntity[0].@referredType: BillingAccount or ProductOffering is expected."
            },
            {
                """{"description":"x","severity":"major","ticketType":"complaint","contact":{"language":"zh"}}""",
                "contact.phoneNumber: It is mandatory."
            },
            {
                """{"description":"x","severity":"major","ticketType":"complaint","contact":{"phoneNumber":"1x"}}""",
                "contact.phoneNumber: 5 to 15 digits are expected."
            },
            { """{"description":""", "description: The value has the wrong type or is broken." },
            { """[]""", "The body is not valid JSON for this resource." },
            { "", "The body is missing, or a parameter cannot be read." },
            {
                $$"""{"description":"{{new string('x', 1_000_000)}}","severity":"major","ticketType":"complaint"}""",
                "description: At most 4000 characters are taken."
            },
        };

    [Theory]
    [MemberData(nameof(WrongBodies))]
    public async Task A_wrong_body_is_refused_with_the_field_and_nothing_is_stored(string body, string message)
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var before = await platform.Complaints.ScalarAsync<long>("select count(*) from complaints");

        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await agent.PostAsync(new Uri(Tickets, UriKind.Relative), content, Ct);

        await ShouldBeRefused(answer, message);
        (await platform.Complaints.ScalarAsync<long>("select count(*) from complaints")).ShouldBe(before);
    }

    [Fact]
    public async Task A_body_over_4_MiB_is_too_large()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        agent.DefaultRequestHeaders.ExpectContinue = true; // asks before it sends, so the refusal can be read
        using var content = new StringContent(new string('x', 5_000_000), Encoding.UTF8, "application/json");

        using var answer = await agent.PostAsync(new Uri(Tickets, UriKind.Relative), content, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ErrorOf(answer)).GetProperty("code").GetString().ShouldBe("too-large");
    }

    [Fact]
    public async Task Without_a_token_nobody_comes_in()
    {
        using var stranger = platform.Complaints.Anonymous();

        using var answer = await stranger.PostAsJsonAsync(Tickets, Case(Account1), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ErrorOf(answer)).GetProperty("code").GetString().ShouldBe("unauthenticated");
    }

    [Theory]
    [InlineData(Roles.Technician)]
    [InlineData(Roles.Clerk)]
    [InlineData(Roles.Finance)]
    [InlineData(Roles.Partner)]
    [InlineData(Roles.Service)]
    public async Task Roles_that_take_no_cases_are_forbidden(string role)
    {
        using var client = platform.Complaints.As(role);

        using var answer = await client.PostAsJsonAsync(Tickets, Case(Account1), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ErrorOf(answer)).GetProperty("code").GetString().ShouldBe("forbidden");
    }

    [Fact]
    public async Task Case_numbers_are_never_given_twice()
    {
        using var agent = platform.Complaints.As(Roles.Agent);

        var tickets = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => OpenCaseAsync(agent, Case(Account1))));

        tickets.Select(t => t.GetProperty("caseNumber").GetString()).Distinct().Count().ShouldBe(20);
    }

    private static System.Threading.CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task ShouldBeRefused(HttpResponseMessage answer, string message)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await ErrorOf(answer);
        error.GetProperty("code").GetString().ShouldBe("invalid-input");
        error.GetProperty("message").GetString().ShouldBe(message);
        error.GetProperty("status").GetString().ShouldBe("400");
        error.GetProperty("@type").GetString().ShouldBe("Error");
    }

    private static Task<JsonElement> ErrorOf(HttpResponseMessage answer) =>
        answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
}
