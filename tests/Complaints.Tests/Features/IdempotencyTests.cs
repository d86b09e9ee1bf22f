using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Features;

/// <summary>C1: a thousand replays of one write, over two replicas, have one effect and one answer.</summary>
public sealed class IdempotencyTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    [Fact]
    public async Task C1_a_thousand_replays_over_two_replicas_are_one_case_one_answer_and_one_event()
    {
        await using var replica = platform.Complaints.StartReplica();
        using var first = platform.Complaints.As(Roles.Agent);
        using var second = replica.As(Roles.Agent);
        var mark = Guid.CreateVersion7().ToString();

        var answers = new (HttpStatusCode Status, string Body, string? Location, string? Tag)[1000];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, answers.Length),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct },
            async (i, ct) =>
            {
                using var answer = await PostAsync(
                    i % 2 == 0 ? first : second,
                    mark,
                    Case(Account1, "同一件事", mark),
                    ct
                );
                answers[i] = (
                    answer.StatusCode,
                    await answer.Content.ReadAsStringAsync(ct),
                    answer.Headers.Location?.ToString(),
                    answer.Headers.ETag?.Tag
                );
            }
        );

        answers.Distinct().Count().ShouldBe(1);
        answers[0].Status.ShouldBe(HttpStatusCode.Created);
        answers[0].Tag.ShouldBe("\"1\"");
        var id = JsonDocument.Parse(answers[0].Body).RootElement.GetProperty("id").GetGuid();
        answers[0].Location.ShouldBe($"{Tickets}/{id}");
        var cases = await platform.Complaints.ScalarAsync<long>(
            $"select count(*) from complaints where external_id = '{mark}'"
        );
        cases.ShouldBe(1);
        await platform.Opened.FirstAsync(opened => opened.ComplaintId == id);
        platform.Opened.Heard.Count(heard => heard.Event.ComplaintId == id).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_a_conflict()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var key = Guid.CreateVersion7().ToString();
        (await PostAsync(agent, key, Case(Account1, "one"), Ct)).Dispose();

        using var answer = await PostAsync(agent, key, Case(Account1, "two"), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await CodeOf(answer)).ShouldBe("idempotency-key.reused");
    }

    [Fact]
    public async Task P4_one_callers_key_says_nothing_about_anothers()
    {
        var key = Guid.CreateVersion7().ToString();
        using var one = platform.Complaints.As(Roles.Agent, subject: "agent-1");
        using var two = platform.Complaints.As(Roles.Agent, subject: "agent-2");

        using var first = await PostAsync(one, key, Case(Account1), Ct);
        using var second = await PostAsync(two, key, Case(Account1), Ct);

        first.Headers.Location.ShouldNotBe(second.Headers.Location);
    }

    [Fact]
    public async Task A_rule_refusal_is_kept_and_a_bad_request_is_not()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var ticket = await OpenCaseAsync(agent, Case(Account1));
        var start = $"/api/complaints/v1/troubleTickets/{ticket.GetProperty("id").GetString()}/start";
        (await agent.PostAsync(new Uri(start, UriKind.Relative), content: null, Ct)).Dispose();
        var key = Guid.CreateVersion7().ToString();

        using var refused = await SendAsync(agent, HttpMethod.Post, start, key, content: null, Ct);
        using var again = await SendAsync(agent, HttpMethod.Post, start, key, content: null, Ct);
        using var bad = await PostAsync(agent, key, new { severity = "major" }, Ct);
        using var mended = await PostAsync(agent, key, Case(Account1), Ct);

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await again.Content.ReadAsStringAsync(Ct)).ShouldBe(await refused.Content.ReadAsStringAsync(Ct));
        (await CodeOf(again)).ShouldBe("complaint.illegal-move");
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        mended.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_long_address_is_answered_once_like_any_other()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        var key = Guid.CreateVersion7().ToString();
        // Hex of chance: what the database could compress would fit into its index at any length.
        var noise = Convert.ToHexString(RandomNumberGenerator.GetBytes(2900));
        async Task<HttpResponseMessage> OpenAsync(string end) =>
            await SendAsync(
                agent,
                HttpMethod.Post,
                $"{Tickets}?{noise}{end}",
                key,
                JsonContent.Create(Case(Account1)),
                Ct
            );

        using var first = await OpenAsync("a");
        using var again = await OpenAsync("a");
        using var elsewhere = await OpenAsync("b");

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await again.Content.ReadAsStringAsync(Ct)).ShouldBe(await first.Content.ReadAsStringAsync(Ct));
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.Created);
        elsewhere.Headers.Location.ShouldNotBe(first.Headers.Location);
    }

    [Theory]
    [InlineData("with blank")]
    [InlineData("x\ty")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        using var agent = platform.Complaints.As(Roles.Agent);

        using var answer = await PostAsync(agent, key, Case(Account1), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        error
            .GetProperty("message")
            .GetString()
            .ShouldBe("Idempotency-Key: One key of 1 to 255 printable ASCII characters is expected.");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<HttpResponseMessage> PostAsync(
        HttpClient client,
        string key,
        object body,
        CancellationToken ct
    ) => SendAsync(client, HttpMethod.Post, Tickets, key, JsonContent.Create(body), ct);

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client,
        HttpMethod method,
        string path,
        string key,
        HttpContent? content,
        CancellationToken ct
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request, ct);
    }

    private static async Task<string?> CodeOf(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString();
}
