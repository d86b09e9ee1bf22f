using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.IdentityModel.JsonWebTokens;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;

namespace Gateway.Tests;

/// <summary>V1, V10, P4: a provider that was let in gets credentials that name it and nobody else.</summary>
public sealed class PartnerCredentialsTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private static readonly Uri Root = new("/api/platform/v1/partnerClients", UriKind.Relative);

    [Fact]
    public async Task P4_a_partners_credentials_give_tokens_of_that_partner()
    {
        var partner = Guid.CreateVersion7();
        var given = await GiveAsync(partner);

        var token = new JsonWebToken(await TokenAsync(given));

        token.GetClaim("role").Value.ShouldBe(Roles.Partner);
        token.GetClaim("partner").Value.ShouldBe($"{partner}");
        token.Subject.ShouldBe(given.GetProperty("clientId").GetString());
    }

    [Fact]
    public async Task The_secret_is_shown_once_and_not_kept()
    {
        var given = await GiveAsync(Guid.CreateVersion7());
        var secret = given.GetProperty("clientSecret").GetString()!;
        using var ops = gateway.Client(await gateway.TokenAsync(Roles.Ops));
        var file = Path.Combine(gateway.Folder, "partner-clients.json");

        var listed = await ops.GetStringAsync(Root, Ct);

        listed.ShouldContain(given.GetProperty("clientId").GetString()!);
        listed.ShouldNotContain(secret);
        (await File.ReadAllTextAsync(file, Ct)).ShouldNotContain(secret);
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task They_are_there_after_a_restart_on_the_same_folder()
    {
        var given = await GiveAsync(Guid.CreateVersion7());
        await using var again = new GatewayFixture(("Auth:DataFolder", gateway.Folder));
        await again.InitializeAsync();

        using var answer = await again.AskForTokenAsync(
            given.GetProperty("clientId").GetString()!,
            given.GetProperty("clientSecret").GetString()!
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_secret_and_one_that_was_taken_back_get_no_token()
    {
        var given = await GiveAsync(Guid.CreateVersion7());
        var id = given.GetProperty("clientId").GetString()!;
        using var wrong = await gateway.AskForTokenAsync(id, "wrong");
        using var ops = gateway.Client(await gateway.TokenAsync(Roles.Ops));

        using var taken = await ops.DeleteAsync(new Uri($"{Root}/{id}", UriKind.Relative), Ct);
        using var late = await gateway.AskForTokenAsync(id, given.GetProperty("clientSecret").GetString()!);

        taken.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        new[] { wrong, late }.Select(answer => answer.StatusCode).ShouldAllBe(it => it == HttpStatusCode.Unauthorized);
    }

    private async Task<JsonElement> GiveAsync(Guid partner)
    {
        using var ops = gateway.Client(await gateway.TokenAsync(Roles.Ops));
        using var answer = await ops.PostAsJsonAsync(Root, new { partner }, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private async Task<string> TokenAsync(JsonElement given)
    {
        using var answer = await gateway.AskForTokenAsync(
            given.GetProperty("clientId").GetString()!,
            given.GetProperty("clientSecret").GetString()!
        );
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("access_token").GetString()!;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
