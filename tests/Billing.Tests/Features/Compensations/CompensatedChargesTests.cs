using System;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.V1;
using Billing.Tests.Features.Bills;
using Billing.Tests.Features.Charges;
using Grpc.Core;
using Grpc.Net.Client;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;

namespace Billing.Tests.Features.Compensations;

/// <summary>V15, B12: one charge is never compensated twice, whichever comes first.</summary>
public sealed class CompensatedChargesTests(BilledMonth billed) : IClassFixture<BilledMonth>
{
    [Fact]
    public async Task A_charge_that_was_given_back_is_not_compensated()
    {
        var (reversed, standing) = (await PostedAsync(1), await PostedAsync(1));
        await billed.ReverseAsync(reversed);

        (await CodeAsync(() => GrantAsync(reversed, names: true))).ShouldBe("compensation.charge-reversed");
        (await CodeAsync(() => GrantAsync(standing, names: false))).ShouldBe("compensation.charge-to-name");
        (await GrantAsync(standing, names: true)).Status.ShouldBe("granted");
        (await CodeAsync(() => billed.ReverseAsync(standing))).ShouldBe("charge.compensated");
    }

    [Fact]
    public async Task A_charge_that_was_compensated_or_may_have_been_is_not_given_back()
    {
        var (named, other) = (await PostedAsync(2), await PostedAsync(2));
        await GrantAsync(named, names: true);
        (await CodeAsync(() => billed.ReverseAsync(named))).ShouldBe("charge.compensated");
        (await billed.ReverseAsync(other)).Status.ShouldBe("reversed", "another one was paid for");

        var before = await PostedAsync(3);
        await GrantAsync(before, names: false);
        var after = await PostedAsync(3);
        (await CodeAsync(() => billed.ReverseAsync(before))).ShouldBe("charge.compensated");
        (await billed.ReverseAsync(after)).Status.ShouldBe("reversed", "it came after what was paid");
    }

    [Fact]
    public async Task What_waits_for_a_second_person_holds_the_charge_and_a_rejection_lets_it_go()
    {
        var charge = await PostedAsync(4);
        var waiting = await GrantAsync(charge, names: true, amount: "300.00");
        waiting.Status.ShouldBe("requested");
        (await CodeAsync(() => billed.ReverseAsync(charge))).ShouldBe("charge.compensated");

        await billed.Billing.ScalarAsync<int>(
            $"update compensations set status = 'Rejected' where id = '{waiting.CompensationId}'"
        );

        (await billed.ReverseAsync(charge)).Status.ShouldBe("reversed");
    }

    [Fact]
    public async Task Of_a_charge_and_its_compensation_at_once_one_wins()
    {
        for (var i = 0; i < 5; i++)
        {
            var charge = await PostedAsync(5 + i);

            var outcomes = await Task.WhenAll(
                SucceedsAsync(() => GrantAsync(charge, names: true)),
                SucceedsAsync(() => billed.ReverseAsync(charge))
            );

            (outcomes[0] ^ outcomes[1]).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_charge_of_another_customer_is_unknown()
    {
        var foreign = await PostedAsync(10);
        var own = await PostedAsync(11);
        own.ChargeId = foreign.ChargeId;

        (await CodeAsync(() => GrantAsync(own, names: true))).ShouldBe("compensation.charge-unknown");
    }

    private async Task<PostChargeRequest> PostedAsync(int account)
    {
        var charge = ChargeOfMonth.Of(account, billed.Month);
        await billed.PostAsync(charge);
        return charge;
    }

    private async Task<GrantAnswer> GrantAsync(PostChargeRequest charge, bool names, string amount = "8.00")
    {
        using var channel = GrpcChannel.ForAddress(billed.Billing.Addresses.Grpc);
        var token = billed.Issuer.Token(Roles.Agent, account: null, $"agent-{Guid.CreateVersion7():N}");
        return await new Credits.CreditsClient(channel).GrantAsync(
            new GrantRequest
            {
                AccountId = charge.AccountId,
                ComplaintId = $"{Guid.CreateVersion7()}",
                CaseNumber = "C-20261122-000001",
                Key = "first",
                Amount = amount,
                Reason = "未经确认即收费",
                ChargeId = names ? charge.ChargeId : "",
                ServiceId = charge.ServiceId,
            },
            new Metadata { { "Authorization", $"Bearer {token}" } },
            cancellationToken: TestContext.Current.CancellationToken
        );
    }

    private static async Task<bool> SucceedsAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (RpcException no) when (no.StatusCode == StatusCode.FailedPrecondition)
        {
            return false;
        }
    }

    private static async Task<string?> CodeAsync(Func<Task> call)
    {
        var refused = await Should.ThrowAsync<RpcException>(call);
        refused.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        return refused.Trailers.GetValue("code");
    }
}
