using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;

namespace Gateway.Tests;

public sealed class TokenTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Tickets = "/tmf-api/troubleTicket/v4/troubleTicket";

    public static TheoryData<string> EveryRole() => [.. Roles.All];

    [Theory]
    [MemberData(nameof(EveryRole))]
    public async Task Every_role_has_a_demo_client_whose_token_says_the_role(string role)
    {
        var token = new JsonWebToken(await gateway.TokenAsync(role));

        token.GetClaim("role").Value.ShouldBe(role);
        token.Subject.ShouldBe($"demo-{role}");
        token.Alg.ShouldBe("RS256");
        (token.ValidTo - token.ValidFrom).ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_customers_token_is_bound_to_an_account() =>
        new JsonWebToken(await gateway.TokenAsync(Roles.Customer))
            .GetClaim("account")
            .Value.ShouldBe("0190a000-0000-7000-8000-000000000001");

    [Theory]
    [InlineData("partner", "0190c000-0000-7000-8000-000000000001")]
    [InlineData("partner-2", "0190c000-0000-7000-8000-000000000002")]
    public async Task A_partners_token_is_bound_to_a_partner(string client, string partner) =>
        new JsonWebToken(await gateway.TokenAsync(client)).GetClaim("partner").Value.ShouldBe(partner);

    [Fact]
    public async Task A_platform_service_gets_a_token_with_the_shared_secret()
    {
        using var answer = await gateway.AskForTokenAsync("complaints", GatewayFixture.ServiceSecret);

        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("access_token").GetString();
        new JsonWebToken(token).GetClaim("role").Value.ShouldBe(Roles.Service);
    }

    [Theory]
    [InlineData("demo-agent", "wrong", "client_credentials", HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("nobody", "", "client_credentials", HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("demo-agent", "wrong", "password", HttpStatusCode.BadRequest, "unsupported_grant_type")]
    public async Task A_wrong_request_for_a_token_is_refused(
        string id,
        string secret,
        string grant,
        HttpStatusCode status,
        string error
    )
    {
        using var answer = await gateway.AskForTokenAsync(id, secret, grant);

        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("error").GetString().ShouldBe(error);
    }

    [Fact]
    public void The_credentials_and_the_signing_key_are_for_their_owner_only()
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        File.GetUnixFileMode(gateway.CredentialsFile).ShouldBe(Private);
        File.GetUnixFileMode(Path.Combine(gateway.Folder, "signing-key.pem")).ShouldBe(Private);
    }

    [Fact]
    public async Task Discovery_names_the_key_that_proves_the_tokens()
    {
        using var client = gateway.Client();
        var described = await client.GetFromJsonAsync<JsonElement>("/.well-known/openid-configuration", Ct);

        described.GetProperty("issuer").GetString().ShouldBe(TokenValidation.GatewayIssuer);
        var keys = new JsonWebKeySet(await client.GetStringAsync(described.GetProperty("jwks_uri").GetString(), Ct));
        var validated = await new JsonWebTokenHandler().ValidateTokenAsync(
            await gateway.TokenAsync(Roles.Agent),
            new TokenValidationParameters
            {
                ValidIssuer = TokenValidation.GatewayIssuer,
                ValidAudience = TokenValidation.Audience,
                IssuerSigningKeys = keys.GetSigningKeys(),
            }
        );
        validated.IsValid.ShouldBeTrue();
    }

    [Fact]
    public async Task A_right_token_comes_through()
    {
        using var client = gateway.Client(await gateway.TokenAsync(Roles.Agent));

        using var answer = await client.GetAsync(new Uri(Tickets, UriKind.Relative), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    public static TheoryData<string> EveryForgery() => [.. TokenForgery.Names];

    [Theory]
    [MemberData(nameof(EveryForgery))]
    public async Task A_wrong_token_stays_outside(string forgery)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(await File.ReadAllTextAsync(Path.Combine(gateway.Folder, "signing-key.pem"), Ct));
        var keyId = new JsonWebToken(await gateway.TokenAsync(Roles.Agent)).Kid;
        var forger = new TokenForgery(rsa, keyId, TokenValidation.GatewayIssuer);
        using var genuine = gateway.Client(forger.Right());
        (await genuine.GetAsync(new Uri(Tickets, UriKind.Relative), Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var client = gateway.Client(forger.Make(forgery));

        using var answer = await client.GetAsync(new Uri(Tickets, UriKind.Relative), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        error.GetProperty("code").GetString().ShouldBe("unauthenticated");
        error.GetProperty("@type").GetString().ShouldBe("Error");
    }

    [Fact]
    public async Task With_an_operators_issuer_the_gateway_takes_its_tokens_and_gives_none()
    {
        await using var operators = await TestIssuer.StartAsync(isOperators: true);
        var own = await gateway.TokenAsync(Roles.Agent);
        await using var other = new GatewayFixture(
            ("Auth:Authority", operators.Address),
            ("Auth:RequireHttpsMetadata", "false")
        );
        await other.InitializeAsync();
        using var client = other.Client(operators.Token(Roles.Agent));
        using var former = other.Client(own);
        using var anonymous = other.Client();

        using var letIn = await client.GetAsync(new Uri(Tickets, UriKind.Relative), Ct);
        using var refused = await former.GetAsync(new Uri(Tickets, UriKind.Relative), Ct);
        using var token = await other.AskForTokenAsync("demo-agent", "any");
        var page = await anonymous.GetStringAsync(new Uri("/openapi/", UriKind.Relative), Ct);

        letIn.StatusCode.ShouldBe(HttpStatusCode.OK);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        token.StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized,
            "there is no such route, and what is not there needs a token"
        );
        File.Exists(other.CredentialsFile).ShouldBeFalse();
        page.ShouldContain("data-token-endpoint=\"\"");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
