using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Complaints.Data;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Vas.Data;
using Xunit;
using static Complaints.Tests.ComplaintsFixture;

namespace Complaints.Tests.Features;

/// <summary>C15, V7: a finding against a provider names a service that the real Vas knows, or it counts for nobody.</summary>
public sealed class ServiceOfFindingTests
{
    /// <summary>The first provider's first one.</summary>
    private static readonly Guid SeededService = Guid.Parse("0190c001-0000-7000-8000-000000000065");

    [Fact]
    public async Task An_unknown_service_is_refused_by_field_and_a_Vas_that_is_away_is_waited_for()
    {
        await using var issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        var (servers, nowhere) = (await Servers.GetAsync(), Addresses.Free());
        var vas = await RunningService<VasDb>.StartAsync(
            issuer,
            messaging,
            new Dictionary<string, string>
            {
                ["services:billing:grpc:0"] = nowhere.Grpc,
                ["Vas:ConsentKey"] = Path.Combine(servers.Folder($"key-{Guid.CreateVersion7():N}"), "consent-key.pem"),
            },
            seed: "1"
        );
        try
        {
            await using var complaints = await RunningService<ComplaintsDb>.StartAsync(
                issuer,
                messaging,
                new Dictionary<string, string>
                {
                    ["services:billing:grpc:0"] = nowhere.Grpc,
                    ["services:vas:grpc:0"] = vas.Addresses.Grpc,
                }
            );
            using var agent = complaints.As(Roles.Agent);
            var id = await StartedAsync(agent, Case(account: null));
            var ofUnknown = await StartedAsync(agent, CaseAbout(Guid.CreateVersion7()));

            (await RefusedAsync(agent, id, Guid.CreateVersion7())).ShouldBe("There is no such service.");
            (await RefusedAsync(agent, ofUnknown, service: null)).ShouldBe(
                "The case names a service that there is not; name the right one."
            );
            using var known = await FindAsync(agent, id, SeededService);
            known.StatusCode.ShouldBe(HttpStatusCode.OK);

            await vas.DisposeAsync();
            using var away = await FindAsync(agent, ofUnknown, SeededService);
            away.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            using var ofNobody = await agent.PostAsJsonAsync(
                Findings(ofUnknown),
                new
                {
                    isUpheld = false,
                    responsible = "nobody",
                    cause = "业务由客户自己办理",
                },
                Ct
            );
            ofNobody.StatusCode.ShouldBe(HttpStatusCode.OK, "no provider's rate depends on it");
        }
        finally
        {
            await vas.DisposeAsync();
        }
    }

    private static async Task<Guid> StartedAsync(HttpClient agent, object body)
    {
        var id = (await OpenCaseAsync(agent, body)).GetProperty("id").GetGuid();
        using var moved = await agent.PatchAsJsonAsync(
            $"{Tickets}/{id}",
            new { status = "inProgress", statusChangeReason = "核查中" },
            Ct
        );
        moved.EnsureSuccessStatusCode();
        return id;
    }

    private static Task<HttpResponseMessage> FindAsync(HttpClient agent, Guid complaint, Guid? service) =>
        agent.PostAsJsonAsync(
            Findings(complaint),
            new
            {
                isUpheld = true,
                responsible = "provider",
                cause = "未经确认即收费",
                vasServiceId = service,
            },
            Ct
        );

    /// <returns>What is said of the field.</returns>
    private static async Task<string?> RefusedAsync(HttpClient agent, Guid complaint, Guid? service)
    {
        using var answer = await FindAsync(agent, complaint, service);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        return body.GetProperty("errors").GetProperty("vasServiceId")[0].GetString();
    }

    private static object CaseAbout(Guid service) =>
        new
        {
            description = "没订过的业务扣费",
            severity = "major",
            ticketType = "complaint",
            relatedEntity = new[]
            {
                new Dictionary<string, string> { ["id"] = $"{service}", ["@referredType"] = "ProductOffering" },
            },
        };

    private static Uri Findings(Guid complaint) =>
        new($"/api/complaints/v1/troubleTickets/{complaint}/findings", UriKind.Relative);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
