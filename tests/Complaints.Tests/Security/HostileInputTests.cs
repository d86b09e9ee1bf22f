using System;
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
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Security;

/// <summary>Bodies and queries made to hurt: each is refused with a clear word in its family's form, none is a 500.</summary>
public sealed class HostileInputTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    private const string Whole = "\"severity\":\"major\",\"ticketType\":\"complaint\",\"description\":\"慢\"";

    public static TheoryData<string, string> Bodies() =>
        new()
        {
            { Deep("unheardOf", 40), "not valid JSON|wrong type or is broken" },
            { Deep("channel", 40), "channel|not valid JSON" },
            { Deep("unheardOf", 100_000), "not valid JSON|wrong type or is broken" },
            { """{"severity":1e999999999}""", "severity" },
            { """{"severity":"low","severity":"major"}""", "severity|not valid JSON" },
            { """{"severity":{"$ref":"#/x"}}""", "severity" },
            { "[[[[[[[[", "not valid JSON|wrong type" },
            { "\"just a text\"", "not valid JSON|wrong type|object" },
            { "nul", "not valid JSON|wrong type" },
            { """{"description":"\ud800"}""", "description" },
            { """{"\ud800":1}""", "not valid JSON|wrong type or is broken" },
        };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_hostile_body_is_refused_on_POST_and_on_PATCH(string body, string named)
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var href = (await OpenCaseAsync(agent, Case(Account1))).GetProperty("href").GetString()!;

        foreach (var (method, path) in new[] { (HttpMethod.Post, Tickets), (HttpMethod.Patch, href) })
        {
            using var content = new StringContent(Completed(body, method), Encoding.UTF8, "application/json");
            using var request = new HttpRequestMessage(method, path) { Content = content };

            using var answer = await agent.SendAsync(request, Ct);

            var error = await answer.Content.ReadAsStringAsync(Ct);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, $"{method}: {error}");
            error.ShouldContain("\"@type\":\"Error\"");
            var message = JsonDocument.Parse(error).RootElement.GetProperty("message").GetString()!;
            named.Split('|').ShouldContain(word => message.Contains(word), $"{method}: {message}");
        }
    }

    [Fact]
    public async Task A_huge_number_where_nobody_reads_it_is_tolerated()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        using var content = new StringContent(
            $$"""{{{Whole}},"unheardOf":1e999999999}""",
            Encoding.UTF8,
            "application/json"
        );

        using var answer = await agent.PostAsync(new Uri(Tickets, UriKind.Relative), content, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData(Tickets, "\"@type\":\"Error\"")]
    [InlineData("/api/complaints/v1/troubleTickets/01a1ff98-7746-74bf-b7dc-43a4feb38397/withdrawal", "\"title\"")]
    public async Task A_body_over_4_MB_is_413_in_its_familys_form(string path, string family)
    {
        using var customer = platform.Complaints.As(Roles.Customer, Account1);
        customer.DefaultRequestHeaders.ExpectContinue = true;
        var body = $$"""{{{Whole}},"reason":"{{new string('x', 4 * 1024 * 1024)}}"}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await customer.PostAsync(new Uri(path, UriKind.Relative), content, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain(family);
    }

    [Fact]
    public async Task A_query_of_many_filters_is_refused_and_of_some_is_answered()
    {
        using var agent = platform.Complaints.As(Roles.Agent);

        using var many = await agent.GetAsync(Query(500), Ct);
        using var some = await agent.GetAsync(Query(20), Ct);

        many.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await many.Content.ReadFromJsonAsync<JsonElement>(Ct);
        error.GetProperty("message").GetString().ShouldBe("status: At most 20 filters are taken.");
        some.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Uri Query(int filters) =>
        new($"{Tickets}?{string.Join('&', Enumerable.Repeat("status=held", filters))}", UriKind.Relative);

    private static string Deep(string member, int levels) =>
        $$"""{"{{member}}":{{string.Concat(Enumerable.Repeat("""{"a":""", levels))}}1{{new string('}', levels)}}}""";

    /// <summary>A POST that is refused must be refused for the hostile member and not for what is missing beside it.</summary>
    private static string Completed(string body, HttpMethod method) =>
        method == HttpMethod.Post && body.StartsWith("{\"unheardOf\"", StringComparison.Ordinal)
            ? $"{{{Whole},{body[1..]}"
            : body;
}
