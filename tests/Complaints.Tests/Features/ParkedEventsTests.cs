using System;
using System.Linq;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Features;

/// <summary>The relay parks what it cannot read; the others pass by; ops mend the cause and replay (design.md, Data).</summary>
public sealed class ParkedEventsTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    private const string Parked = "/api/complaints/v1/parkedEvents";

    [Fact]
    public async Task Poison_is_parked_looked_at_mended_and_replayed_while_others_pass_by()
    {
        using var agent = platform.Complaints.As(Roles.Agent);
        using var ops = platform.Complaints.As(Roles.Ops);
        var poisoned = Guid.CreateVersion7();
        await InsertPoisonAsync(poisoned);
        var ticket = await OpenCaseAsync(agent, Case(Account1));
        var id = ticket.GetProperty("id").GetGuid();

        await platform.Opened.FirstAsync(opened => opened.ComplaintId == id);
        var parked = (JsonElement)
            await Eventually.GetAsync<object>(
                async () =>
                    (await ops.GetFromJsonAsync<JsonElement[]>(Parked, Ct))!
                        .Where(e => e.GetProperty("aggregateId").GetGuid() == poisoned)
                        .Select(e => (object)e)
                        .SingleOrDefault(),
                "the parked event"
            );
        parked.GetProperty("eventType").GetString().ShouldBe("Complaints.Contracts.Events.V1.ComplaintOpened");
        parked.GetProperty("reason").GetString()!.ShouldContain("ComplaintId");
        parked.TryGetProperty("body", out _).ShouldBeFalse();

        await MendAsync(poisoned);
        using var replayed = await ops.PostAsync(
            new Uri($"{Parked}/{parked.GetProperty("position")}/replay", UriKind.Relative),
            content: null,
            Ct
        );

        replayed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await platform.Opened.FirstAsync(opened => opened.ComplaintId == poisoned);
    }

    [Fact]
    public async Task What_is_not_parked_cannot_be_replayed()
    {
        using var ops = platform.Complaints.As(Roles.Ops);

        using var answer = await ops.PostAsync(new Uri($"{Parked}/0/replay", UriKind.Relative), content: null, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Task<long> InsertPoisonAsync(Guid aggregate) =>
        platform.Complaints.ScalarAsync<long>(
            $$"""
            insert into outbox (message_id, event_type, body, aggregate_id, aggregate_version, recorded_at)
            values (gen_random_uuid(), 'Complaints.Contracts.Events.V1.ComplaintOpened', '{"ComplaintId":"no id"}',
                    '{{aggregate}}', 1, now())
            """
        );

    private Task<long> MendAsync(Guid aggregate) =>
        platform.Complaints.ScalarAsync<long>(
            $$"""
            update outbox
               set body = '{"ComplaintId":"{{aggregate}}","Version":1,"CaseNumber":"C-1","TicketType":"complaint",
                            "Severity":"major","Channel":"hotline","OpenedAt":"2026-11-21T08:00:00Z"}'
             where aggregate_id = '{{aggregate}}'
            """
        );
}
