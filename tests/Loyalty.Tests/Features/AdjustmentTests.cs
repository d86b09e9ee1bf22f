using System;
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

/// <summary>L1: points are corrected by two persons.</summary>
public sealed class AdjustmentTests(LoyaltyFixture platform) : IClassFixture<LoyaltyFixture>
{
    private const string Root = "/api/loyalty/v1/adjustments";

    [Fact]
    public async Task A_correction_moves_points_once_a_second_person_agrees()
    {
        var account = await platform.AccountWithAsync(100);
        using var anna = platform.Loyalty.As(Roles.Supervisor, subject: "anna");
        using var boris = platform.Loyalty.As(Roles.Supervisor, subject: "boris");

        var id = await ProposeAsync(anna, account, 70, $"k-{account}");
        (await CodeOf(anna, $"{Root}/{id}/approval")).ShouldBe("adjustment.same-person");
        await platform.BalanceAsync(account, available: 100);
        using var approved = await boris.PostAsync($"{Root}/{id}/approval", content: null, Ct);
        approved.StatusCode.ShouldBe(HttpStatusCode.OK);

        await platform.BalanceAsync(account, available: 170);
        (await CodeOf(boris, $"{Root}/{id}/approval")).ShouldBe("adjustment.already-decided");
        (await ProposeAsync(anna, account, 70, $"k-{account}")).ShouldBe(id);
    }

    [Fact]
    public async Task A_rejected_correction_moves_nothing()
    {
        var account = await platform.AccountWithAsync(100);
        using var anna = platform.Loyalty.As(Roles.Supervisor, subject: "anna");

        var id = await ProposeAsync(anna, account, -50, $"k-{account}");
        using var rejected = await anna.PostAsync($"{Root}/{id}/rejection", content: null, Ct);

        (await rejected.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("status")
            .GetString()
            .ShouldBe("rejected");
        await platform.BalanceAsync(account, available: 100);
        var listed = await anna.GetFromJsonAsync<JsonElement[]>($"{Root}?status=rejected&accountId={account}", Ct);
        listed!.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Who_proposed_a_correction_may_take_it_back_and_an_agent_no_other()
    {
        var account = await platform.AccountWithAsync(100);
        using var anna = platform.Loyalty.As(Roles.Agent, subject: "anna");
        using var boris = platform.Loyalty.As(Roles.Agent, subject: "boris");
        var id = await ProposeAsync(anna, account, 70, $"k-{account}");

        using var refused = await boris.PostAsync($"{Root}/{id}/rejection", content: null, Ct);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var takenBack = await anna.PostAsync($"{Root}/{id}/rejection", content: null, Ct);

        takenBack.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_corrects_a_member_that_there_is_not()
    {
        using var anna = platform.Loyalty.As(Roles.Supervisor, subject: "anna");

        using var answer = await anna.PostAsJsonAsync(
            Root,
            new
            {
                accountId = Guid.CreateVersion7(),
                points = 5,
                reason = "counted wrong",
                key = "k",
            },
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<Guid> ProposeAsync(HttpClient client, Guid account, int points, string key)
    {
        using var answer = await client.PostAsJsonAsync(
            Root,
            new
            {
                accountId = account,
                points,
                reason = "counted wrong",
                key,
            },
            Ct
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
    }

    private static async Task<string?> CodeOf(HttpClient client, string path)
    {
        using var answer = await client.PostAsync(path, content: null, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString();
    }
}
