using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Notifications.Data;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Vas.Data;
using Xunit;

namespace Notifications.Tests.Features;

/// <summary>P4, V10: of an endpoint that is not his a partner learns nothing; the real Vas says whose it is.</summary>
public sealed class DeliveriesOfEndpointsTests
{
    [Fact]
    public async Task An_endpoint_of_another_provider_is_not_found_and_an_own_one_without_deliveries_is_an_empty_list()
    {
        await using var issuer = await TestIssuer.StartAsync();
        var (servers, where) = (await Servers.GetAsync(), Addresses.Free());
        var messaging = await servers.NewVirtualHostAsync();
        await using var notifications = await RunningService<NotificationsDb>.StartAsync(
            issuer,
            messaging,
            new Dictionary<string, string>
            {
                ["services:vas:grpc:0"] = where.Grpc,
                ["Sms:Secret"] = Kannel.Secret,
                ["Sms:GatewayFolder"] = servers.Folder($"kannel-{Guid.CreateVersion7():N}"),
            }
        );
        var (own, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using var partner = notifications.As(Roles.Partner, partner: own);
        await using var vas = await RunningService<VasDb>.StartAsync(
            issuer,
            messaging,
            new Dictionary<string, string> { ["services:billing:grpc:0"] = where.Http },
            addresses: where
        );
        var (mine, theirs) = (await RegisterAsync(vas, own), await RegisterAsync(vas, other));

        await Eventually.TrueAsync(
            async () => await AskAsync(partner, mine) == HttpStatusCode.OK,
            "Vas, which says yes"
        );
        (await AskAsync(partner, theirs)).ShouldBe(HttpStatusCode.NotFound);
        (await AskAsync(partner, $"{Guid.CreateVersion7()}")).ShouldBe(HttpStatusCode.NotFound);
        (await AskAsync(partner, "mine")).ShouldBe(HttpStatusCode.NotFound);
        await vas.DisposeAsync();
        (await AskAsync(partner, mine)).ShouldBe(HttpStatusCode.ServiceUnavailable, "who would know is away");
        using var ops = notifications.As(Roles.Ops);
        (await AskAsync(ops, theirs)).ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<string> RegisterAsync(RunningService<VasDb> vas, Guid provider)
    {
        using var partner = vas.As(Roles.Partner, partner: provider);
        using var answer = await partner.PostAsJsonAsync(
            "/api/vas/v1/partnerEndpoints",
            new { url = "https://sp.example/hook" },
            Ct
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Ct));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString()!;
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, string endpoint)
    {
        using var answer = await client.GetAsync(
            new Uri($"/api/notifications/v1/deliveries?subscriptionId={endpoint}", UriKind.Relative),
            Ct
        );
        return answer.StatusCode;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
