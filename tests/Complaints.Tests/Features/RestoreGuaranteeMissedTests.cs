using System;
using System.Linq;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Features;

/// <summary>B11: a late restore opens a complaint by itself.</summary>
public sealed class RestoreGuaranteeMissedTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    [Fact]
    public async Task B11_a_missed_restore_guarantee_opens_one_case_with_all_its_clocks()
    {
        var missed = Missed();

        await platform.Neighbours.SayAsync(missed);
        var said = await platform.Opened.FirstAsync(opened =>
            opened is { Channel: "platform", AccountId: { } id } && id == Account1
        );

        said.Event.TicketType.ShouldBe("complaint");
        said.Event.Severity.ShouldBe("major");
        using var customer = platform.Complaints.As(Roles.Customer, Account1);
        var ticket = await customer.GetFromJsonAsync<JsonElement>($"{Tickets}/{said.Event.ComplaintId}", Ct);
        ticket.GetProperty("externalId").GetString().ShouldBe($"restore-guarantee:{missed.GuaranteeId}");
        ticket.GetProperty("accountVerification").GetString().ShouldBe("verified");
        var description = ticket.GetProperty("description").GetString()!;
        description.ShouldContain("13800000001");
        description.ShouldContain("2026-11-20 17:30"); // local time of the operator
        description.ShouldContain("is still barred");
        var clocks = await customer.GetFromJsonAsync<JsonElement[]>(
            $"/api/complaints/v1/troubleTickets/{said.Event.ComplaintId}/clocks",
            Ct
        );
        clocks!
            .Select(clock => clock.GetProperty("promise").GetString())
            .ShouldBe(["acknowledgement", "firstResult", "finalAnswer"]);
    }

    [Fact]
    public async Task A_guarantee_that_is_said_twice_opens_one_case()
    {
        var missed = Missed(Account2);

        await platform.Neighbours.SayAsync(missed);
        await Eventually.TrueAsync(async () => await CasesOfAsync(missed) == 1, "the case");
        var dealtWith = await DealtWithAsync();
        await platform.Neighbours.SayAsync(missed);

        await Eventually.TrueAsync(async () => await DealtWithAsync() == dealtWith + 1, "the second message");
        (await CasesOfAsync(missed)).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_else_opens_cases_in_the_platforms_name()
    {
        using var agent = platform.Complaints.As(Roles.Agent);

        using var answer = await agent.PostAsJsonAsync(
            Tickets,
            new
            {
                description = "宽带很慢",
                severity = "major",
                ticketType = "complaint",
                channel = new { name = "platform" },
            },
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static RestoreGuaranteeMissed Missed(Guid? account = null)
    {
        var paid = new DateTimeOffset(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);
        return new(
            Guid.CreateVersion7(),
            2,
            account ?? Account1,
            Guid.CreateVersion7(),
            "13800000001",
            paid,
            paid.AddHours(48),
            paid.AddHours(48)
        );
    }

    private Task<long> CasesOfAsync(RestoreGuaranteeMissed missed) =>
        platform.Complaints.ScalarAsync<long>(
            $"select count(*) from complaints where external_id = 'restore-guarantee:{missed.GuaranteeId}'"
        );

    private Task<long> DealtWithAsync() =>
        platform.Complaints.ScalarAsync<long>(
            "select count(*) from inbox where consumer = 'OpenComplaintWhenRestoreGuaranteeMissed'"
        );
}
