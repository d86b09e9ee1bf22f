using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;

namespace Platform.Tests.Security;

/// <summary>
/// Every service validates every token itself, by the same lines (ServiceDefaults); one of them stands for all. Its
/// document is open to every role, so what is refused here is refused for the token.
/// </summary>
public sealed class TokensAtAService(TokensAtAService.OneService one) : IClassFixture<TokensAtAService.OneService>
{
    private static readonly Uri Document = new("/openapi/billing.json", UriKind.Relative);

    public static TheoryData<string> EveryForgery() => [.. TokenForgery.Names];

    [Theory]
    [MemberData(nameof(EveryForgery))]
    public async Task P4_a_wrong_token_stays_outside(string forgery)
    {
        (await AskAsync(one.Billing, one.Issuer.Forgery().Right())).ShouldBe(HttpStatusCode.OK);

        (await AskAsync(one.Billing, one.Issuer.Forgery().Make(forgery))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_new_key_of_the_issuer_counts_at_once_and_the_withdrawn_one_no_longer()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var billing = Start(("services:gateway:http:0", issuer.Address));
        var old = issuer.Token(Roles.Agent);
        (await AskAsync(billing, old)).ShouldBe(HttpStatusCode.OK);

        issuer.RotateKey();
        var fresh = issuer.Token(Roles.Agent);

        await Eventually.TrueAsync(
            async () => await AskAsync(billing, fresh) == HttpStatusCode.OK,
            "a token of the new key is accepted"
        );
        (await AskAsync(billing, old)).ShouldBe(HttpStatusCode.Unauthorized, "though it had been remembered");
    }

    [Fact]
    public async Task A_flood_of_unknown_keys_is_no_flood_of_questions_to_the_issuer()
    {
        (await AskAsync(one.Billing, one.Issuer.Token(Roles.Agent))).ShouldBe(HttpStatusCode.OK);
        var asked = one.Issuer.KeysAsked;
        await using var stranger = await TestIssuer.StartAsync();

        for (var i = 0; i < 50; i++)
        {
            stranger.RotateKey();
            (await AskAsync(one.Billing, stranger.Token(Roles.Agent))).ShouldBe(HttpStatusCode.Unauthorized);
        }

        (one.Issuer.KeysAsked - asked).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task An_operators_own_issuer_takes_the_gateways_place()
    {
        await using var operators = await TestIssuer.StartAsync(isOperators: true);
        await using var billing = Start(
            ("services:gateway:http:0", one.Issuer.Address),
            ("Auth:Authority", operators.Address),
            ("Auth:RequireHttpsMetadata", "false")
        );

        (await AskAsync(billing, operators.Token(Roles.Agent))).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(billing, one.Issuer.Token(Roles.Agent))).ShouldBe(HttpStatusCode.Unauthorized);

        // Roles come from its tokens' claim `role`: parked events are for ops.
        using var agent = billing.Client(operators.Token(Roles.Agent));
        using var refused = await agent.GetAsync(new Uri("/api/billing/v1/parkedEvents", UriKind.Relative), Ct);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var ops = billing.Client(operators.Token(Roles.Ops));
        using var letIn = await ops.GetAsync(new Uri("/api/billing/v1/parkedEvents", UriKind.Relative), Ct);
        letIn.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, "let in; only the database is not there");
    }

    [Fact]
    public async Task An_issuer_over_plain_http_has_to_be_allowed_by_name()
    {
        await using var operators = await TestIssuer.StartAsync(isOperators: true);

        var refusal = Should.Throw<InvalidOperationException>(() => Start(("Auth:Authority", operators.Address)));

        refusal.Message.ShouldContain("Auth:RequireHttpsMetadata");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static BareService<BillingDb> Start(params (string Key, string Value)[] settings) =>
        new(settings.ToDictionary(setting => setting.Key, setting => setting.Value));

    private static async Task<HttpStatusCode> AskAsync(BareService<BillingDb> billing, string token)
    {
        using var client = billing.Client(token);
        using var answer = await client.GetAsync(Document, Ct);
        return answer.StatusCode;
    }

    public sealed class OneService : IAsyncLifetime
    {
        public TestIssuer Issuer { get; private set; } = null!;
        public BareService<BillingDb> Billing { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Issuer = await TestIssuer.StartAsync();
            Billing = Start(("services:gateway:http:0", Issuer.Address), ("Auth:RefreshInterval", "00:10:00"));
        }

        public async ValueTask DisposeAsync()
        {
            await Billing.DisposeAsync();
            await Issuer.DisposeAsync();
        }
    }
}
