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

namespace Complaints.Tests.Features;

/// <summary>tmf.md on TMF621: fields, ETag and If-Match, merge patch, a PATCH of status through the life cycle.</summary>
public sealed class ConventionsTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    [Fact]
    public async Task Fields_selects_exactly_what_is_asked()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var href = await NewCaseAsync(agent);

        var one = await agent.GetFromJsonAsync<JsonElement>($"{href}?fields=status,severity", Ct);
        var list = await agent.GetFromJsonAsync<JsonElement[]>($"{Tickets}?limit=1&fields=caseNumber", Ct);

        one.EnumerateObject().Select(a => a.Name).ShouldBe(["severity", "status"], ignoreOrder: true);
        list!.Single().EnumerateObject().Select(a => a.Name).ShouldBe(["caseNumber"]);
    }

    [Fact]
    public async Task A_case_carries_its_version_as_ETag()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var href = await NewCaseAsync(agent);

        using var read = await agent.GetAsync(new Uri(href, UriKind.Relative), Ct);
        using var patched = await PatchAsync(agent, href, """{"severity":"low"}""");

        read.Headers.ETag!.Tag.ShouldBe("\"1\"");
        patched.Headers.ETag!.Tag.ShouldBe("\"2\"");
    }

    [Theory]
    [InlineData("\"1\"", HttpStatusCode.OK)]
    [InlineData("*", HttpStatusCode.OK)]
    [InlineData("\"7\", \"1\"", HttpStatusCode.OK)]
    [InlineData("\"7\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("W/\"1\"", HttpStatusCode.PreconditionFailed)]
    public async Task A_write_honours_If_Match(string tags, HttpStatusCode expected)
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var href = await NewCaseAsync(agent);

        using var answer = await PatchAsync(agent, href, """{"severity":"low"}""", tags);

        answer.StatusCode.ShouldBe(expected);
        var stored = await agent.GetFromJsonAsync<JsonElement>(href, Ct);
        stored.GetProperty("severity").GetString().ShouldBe(expected == HttpStatusCode.OK ? "low" : "major");
    }

    [Fact]
    public async Task Of_two_who_decided_on_the_same_version_one_wins()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var href = await NewCaseAsync(agent);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => PatchAsync(agent, href, $$"""{"name":"writer {{i}}"}""", "\"1\""))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed).ShouldBe(7);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task A_merge_patch_changes_what_it_names_removes_what_is_null_and_leaves_the_rest()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var ticket = await OpenCaseAsync(agent, Case(Account1, "before", externalId: "ext-1"));

        using var answer = await PatchAsync(
            agent,
            ticket.GetProperty("href").GetString()!,
            """{"description":"after","externalId":null,"unheardOf":{"is":"tolerated"}}"""
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var patched = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        patched.GetProperty("description").GetString().ShouldBe("after");
        patched.TryGetProperty("externalId", out _).ShouldBeFalse();
        patched.GetProperty("severity").GetString().ShouldBe("major");
    }

    [Theory]
    [InlineData("""{"id":"x"}""", "id: It cannot be changed.")]
    [InlineData("""{"@type":"x"}""", "@type: It cannot be changed.")]
    [InlineData("""{"creationDate":null}""", "creationDate: It cannot be changed.")]
    [InlineData("""{"description":null}""", "description: It is mandatory.")]
    [InlineData("""{"description":7}""", "description: A text is expected.")]
    [InlineData("""{"name":"a\u0000b"}""", "name: The character U+0000 is not allowed.")]
    [InlineData("""{"severity":"huge"}""", "severity: One of critical, major, minor, low is expected.")]
    [InlineData("""[]""", "body: A JSON object is expected.")]
    [InlineData("""{"x":""", "The body is not valid JSON for this resource.")]
    public async Task A_wrong_patch_is_refused_with_the_field(string body, string message)
    {
        using var agent = platform.Complaints.As(Roles.Agent);

        using var answer = await PatchAsync(agent, await NewCaseAsync(agent), body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        error.GetProperty("message").GetString().ShouldBe(message);
    }

    [Fact]
    public async Task Writers_that_name_no_version_all_get_their_turn()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var href = await NewCaseAsync(agent);

        for (var round = 0; round < 10; round++)
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 3).Select(n => PatchAsync(agent, href, $$"""{"name":"{{round}} {{n}}"}"""))
            );

            answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
            Array.ForEach(answers, answer => answer.Dispose());
        }

        using var read = await agent.GetAsync(new Uri(href, UriKind.Relative), Ct);
        read.Headers.ETag!.Tag.ShouldBe("\"31\"");
    }

    [Fact]
    public async Task A_patch_of_status_takes_the_one_action_that_leads_there()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var href = await NewCaseAsync(agent);

        foreach (var status in new[] { "inProgress", "pending", "inProgress", "held", "inProgress", "resolved" })
        {
            using var answer = await PatchAsync(
                agent,
                href,
                $$"""{"status":"{{status}}","statusChangeReason":"why"}"""
            );
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, status);
        }
    }

    [Theory]
    [InlineData("""{"status":"resolved"}""", "complaint.illegal-move")]
    [InlineData("""{"status":"cancelled"}""", "complaint.needs-more")]
    [InlineData("""{"status":"rejected"}""", "complaint.reason-missing")]
    public async Task A_patch_of_status_that_leads_nowhere_or_needs_more_is_a_conflict(string body, string code)
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var href = await NewCaseAsync(agent);

        using var answer = await PatchAsync(agent, href, body);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        error.GetProperty("code").GetString().ShouldBe(code);
        error.GetProperty("@type").GetString().ShouldBe("Error");
    }

    [Fact]
    public async Task An_ended_case_is_a_record()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var href = await NewCaseAsync(agent);
        (await PatchAsync(agent, href, """{"status":"rejected","statusChangeReason":"重复"}""")).Dispose();

        using var answer = await PatchAsync(agent, href, """{"description":"other"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        error.GetProperty("code").GetString().ShouldBe("complaint.ended");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<string> NewCaseAsync(HttpClient agent) =>
        (await OpenCaseAsync(agent, Case(Account1))).GetProperty("href").GetString()!;

    private static async Task<HttpResponseMessage> PatchAsync(
        HttpClient client,
        string href,
        string body,
        string? ifMatch = null
    )
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/merge-patch+json");
        using var request = new HttpRequestMessage(HttpMethod.Patch, href) { Content = content };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await client.SendAsync(request, Ct);
    }
}
