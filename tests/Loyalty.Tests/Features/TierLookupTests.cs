using System;
using System.Threading.Tasks;
using Grpc.Core;
using Grpc.Net.Client;
using Loyalty.Contracts.V1;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Features;

/// <summary>L9: which tier a customer has, over real gRPC.</summary>
public sealed class TierLookupTests(LoyaltyFixture platform) : IClassFixture<LoyaltyFixture>
{
    [Fact]
    public async Task A_customers_bills_make_him_gold()
    {
        var account = await platform.AccountWithAsync(3000);

        var own = await AskAsync(platform.Issuer.Token(Roles.Customer, account), account.ToString());
        var asked = await AskAsync(platform.Issuer.Token(Roles.Service), account.ToString());

        own.Tier_.ShouldBe("gold");
        own.ValidUntil.ShouldEndWith("-01-31");
        asked.ShouldBe(own);
    }

    [Fact]
    public async Task An_account_never_heard_of_has_no_tier()
    {
        var tier = await AskAsync(platform.Issuer.Token(Roles.Service), Guid.CreateVersion7().ToString());

        (tier.Tier_, tier.ValidUntil).ShouldBe(("none", ""));
    }

    [Fact]
    public Task P4_another_customers_tier_is_not_found() =>
        ShouldFail(
            platform.Issuer.Token(Roles.Customer, Guid.CreateVersion7()),
            Guid.CreateVersion7().ToString(),
            StatusCode.NotFound
        );

    [Fact]
    public Task An_id_that_is_none_is_an_invalid_argument() =>
        ShouldFail(platform.Issuer.Token(Roles.Service), "A1000001", StatusCode.InvalidArgument);

    [Fact]
    public Task Without_a_token_nobody_asks() =>
        ShouldFail(token: null, Guid.CreateVersion7().ToString(), StatusCode.Unauthenticated);

    [Fact]
    public Task P4_a_partner_may_not_ask() =>
        ShouldFail(platform.Issuer.Token(Roles.Partner), Guid.CreateVersion7().ToString(), StatusCode.PermissionDenied);

    private async Task ShouldFail(string? token, string id, StatusCode expected) =>
        (await Should.ThrowAsync<RpcException>(() => AskAsync(token, id))).StatusCode.ShouldBe(expected);

    private async Task<Tier> AskAsync(string? token, string id)
    {
        using var channel = GrpcChannel.ForAddress(platform.Loyalty.Addresses.Grpc);
        var headers = new Metadata();
        if (token is not null)
        {
            headers.Add("Authorization", $"Bearer {token}");
        }

        return await new TierLookup.TierLookupClient(channel).GetTierAsync(
            new GetTierRequest { AccountId = id },
            headers,
            cancellationToken: TestContext.Current.CancellationToken
        );
    }
}
