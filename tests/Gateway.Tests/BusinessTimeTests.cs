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

namespace Gateway.Tests;

/// <summary>design.md, Business time: only with a simulated clock, only by ops, only forward.</summary>
public sealed class BusinessTimeTests(GatewayFixture platform) : IClassFixture<GatewayFixture>
{
    private static readonly Uri Time = new("/api/platform/v1/businessTime", UriKind.Relative);

    [Fact]
    public async Task Ops_move_business_time_forward_and_tokens_stay_on_system_time()
    {
        var token = await platform.TokenAsync(Roles.Ops);
        using var ops = platform.Client(token);
        var before = await ReadAsync(ops);

        using var moved = await ops.PostAsJsonAsync(Time, new { hours = 720 }, Ct);

        moved.StatusCode.ShouldBe(HttpStatusCode.OK);
        var after = await ReadAsync(ops); // the token, good for an hour, still is
        (after - before).ShouldBeInRange(TimeSpan.FromHours(720), TimeSpan.FromHours(720.1));
    }

    [Fact]
    public async Task Nobody_else_does()
    {
        using var agent = platform.Client(await platform.TokenAsync(Roles.Agent));

        using var answer = await agent.PostAsJsonAsync(Time, new { hours = 1 }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100_000)]
    public async Task Business_time_never_goes_back_nor_far(int hours)
    {
        using var ops = platform.Client(await platform.TokenAsync(Roles.Ops));

        using var answer = await ops.PostAsJsonAsync(Time, new { hours }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("errors")
            .TryGetProperty("hours", out _)
            .ShouldBeTrue();
    }

    private static async Task<DateTimeOffset> ReadAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>(Time, Ct)).GetProperty("businessTime").GetDateTimeOffset();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
