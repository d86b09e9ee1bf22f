using System;
using System.Threading.Tasks;
using Billing.Contracts.V1;
using Grpc.Core;
using Grpc.Net.Client;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;
using static Billing.Tests.BillingFixture;

namespace Billing.Tests.Features;

/// <summary>B16: who is behind an account, over real gRPC.</summary>
public sealed class AccountLookupTests(BillingFixture platform) : IClassFixture<BillingFixture>
{
    [Fact]
    public async Task A_service_learns_number_group_language_and_lines()
    {
        var account = await AskAsync(platform.Issuer.Token(Roles.Service), "0190a000-0000-7000-8000-000000000010");

        account.Number.ShouldBe("A1000016");
        account.CustomerGroup.ShouldBe("business");
        account.Language.ShouldBe("zh");
        account.Lines.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_customers_token_finds_its_own_account()
    {
        var account = await AskAsync(platform.Issuer.Token(Roles.Customer, Account1), Account1.ToString());

        account.Number.ShouldBe("A1000001");
    }

    [Fact]
    public Task P4_another_customers_account_is_not_found() =>
        ShouldFail(platform.Issuer.Token(Roles.Customer, Account1), Account2.ToString(), StatusCode.NotFound);

    [Fact]
    public Task An_unknown_account_is_not_found() =>
        ShouldFail(platform.Issuer.Token(Roles.Service), Guid.CreateVersion7().ToString(), StatusCode.NotFound);

    [Fact]
    public Task An_id_that_is_none_is_an_invalid_argument() =>
        ShouldFail(platform.Issuer.Token(Roles.Service), "A1000001", StatusCode.InvalidArgument);

    [Fact]
    public Task Without_a_token_nobody_asks() =>
        ShouldFail(token: null, Account1.ToString(), StatusCode.Unauthenticated);

    [Fact]
    public Task P4_a_partner_may_not_ask() =>
        ShouldFail(platform.Issuer.Token(Roles.Partner), Account1.ToString(), StatusCode.PermissionDenied);

    [Fact]
    public async Task A_service_learns_whose_a_number_is()
    {
        var known = await AskAsync(platform.Issuer.Token(Roles.Service), Account1.ToString());

        var found = await FindAsync(platform.Issuer.Token(Roles.Service), known.Lines[0].ServiceNumber);

        found.ShouldBe(known);
    }

    [Fact]
    public async Task A_number_that_nobody_has_another_customers_and_none_at_all_find_nobody()
    {
        var known = await AskAsync(platform.Issuer.Token(Roles.Service), Account2.ToString());

        (await FailureAsync(platform.Issuer.Token(Roles.Service), "13999999999")).ShouldBe(StatusCode.NotFound);
        (await FailureAsync(platform.Issuer.Token(Roles.Customer, Account1), known.Lines[0].ServiceNumber)).ShouldBe(
            StatusCode.NotFound
        );
        (await FailureAsync(platform.Issuer.Token(Roles.Service), "")).ShouldBe(StatusCode.InvalidArgument);
    }

    private async Task<StatusCode> FailureAsync(string token, string number) =>
        (await Should.ThrowAsync<RpcException>(() => FindAsync(token, number))).StatusCode;

    private async Task<Account> FindAsync(string token, string number)
    {
        using var channel = GrpcChannel.ForAddress(platform.Billing.Addresses.Grpc);
        return await new AccountLookup.AccountLookupClient(channel).FindAccountAsync(
            new FindAccountRequest { ServiceNumber = number },
            new Metadata { { "Authorization", $"Bearer {token}" } },
            cancellationToken: TestContext.Current.CancellationToken
        );
    }

    private async Task ShouldFail(string? token, string id, StatusCode expected) =>
        (await Should.ThrowAsync<RpcException>(() => AskAsync(token, id))).StatusCode.ShouldBe(expected);

    private async Task<Account> AskAsync(string? token, string id)
    {
        using var channel = GrpcChannel.ForAddress(platform.Billing.Addresses.Grpc);
        var headers = new Metadata();
        if (token is not null)
        {
            headers.Add("Authorization", $"Bearer {token}");
        }

        return await new AccountLookup.AccountLookupClient(channel).GetAccountAsync(
            new GetAccountRequest { AccountId = id },
            headers,
            cancellationToken: TestContext.Current.CancellationToken
        );
    }
}
