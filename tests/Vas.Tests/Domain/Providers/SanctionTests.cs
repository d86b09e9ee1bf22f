using System;
using Rules;
using Shouldly;
using Vas.Domain.Providers;
using Xunit;
using static Vas.Tests.Domain.Providers.SomeProviders;

namespace Vas.Tests.Domain.Providers;

/// <summary>V9: sanctions, how they end, and the provider's word against them.</summary>
public sealed class SanctionTests
{
    [Fact]
    public void A_stop_of_new_sales_holds_at_once_and_a_second_one_holds_on()
    {
        var provider = Active();
        var first = provider.Impose(Grounds(SanctionKind.NoNewSales), "carla", Now);
        provider.Impose(Grounds(SanctionKind.NoNewSales), "carla", Now);

        Code(provider.RequireSelling).ShouldBe("provider.sales-suspended");
        first.ProposeLifting("it answered", "carla");
        first.ApproveLifting(provider, otherStops: true, "dora", Now);

        (first.Status, provider.Status).ShouldBe((SanctionStatus.Lifted, ProviderStatus.SalesSuspended));
    }

    [Fact]
    public void Sales_go_on_when_the_last_stop_is_lifted_by_two_persons()
    {
        var provider = Active();
        var stop = provider.Impose(Grounds(SanctionKind.NoNewSales), "carla", Now);

        stop.ProposeLifting("it answered", "carla");
        Code(() => stop.ApproveLifting(provider, otherStops: false, "carla", Now)).ShouldBe("sanction.same-person");
        provider.Status.ShouldBe(ProviderStatus.SalesSuspended);
        stop.ApproveLifting(provider, otherStops: false, "dora", Now);

        (provider.Status, provider.SalesSuspended).ShouldBe((ProviderStatus.Active, false));
        (stop.LiftedBy, stop.LiftReason).ShouldBe(("dora", "it answered"));
    }

    [Fact]
    public void A_fine_is_an_amount_and_nothing_else_is()
    {
        var provider = Active();

        Code(() => provider.Impose(Grounds(SanctionKind.Fine), "carla", Now)).ShouldBe("sanction.amount-missing");
        Code(() => provider.Impose(Grounds(SanctionKind.Fine, 0), "carla", Now)).ShouldBe("sanction.amount-missing");
        Code(() => provider.Impose(Grounds(SanctionKind.Fine, 0.001m), "carla", Now)).ShouldBe("money.too-fine");
        Code(() => provider.Impose(Grounds(SanctionKind.Notice, 5), "carla", Now))
            .ShouldBe("sanction.amount-not-wanted");
        var fine = provider.Impose(Grounds(SanctionKind.Fine, 5000), "carla", Now);
        (fine.Amount, fine.Currency, provider.Status).ShouldBe((5000, "CNY", ProviderStatus.Active));
    }

    [Fact]
    public void Who_left_stays_out_also_when_its_exit_is_lifted()
    {
        var provider = Active();
        var exit = provider.Impose(Grounds(SanctionKind.Exit), "carla", Now);

        var objection = exit.RaiseObjection("it was another provider", "sp", Now);
        exit.DecideObjection(objection.Id, isRight: true, "so it was", provider, otherStops: false, "dora", Now);

        (exit.Status, objection.Status).ShouldBe((SanctionStatus.Lifted, ObjectionStatus.Upheld));
        (provider.Status, provider.SalesSuspended).ShouldBe((ProviderStatus.Exited, true));
    }

    [Fact]
    public void An_objection_is_decided_once_by_somebody_else_than_who_imposed_the_sanction()
    {
        var provider = Active();
        var stop = provider.Impose(Grounds(SanctionKind.NoNewSales), "carla", Now);
        var objection = stop.RaiseObjection("the customers confirmed", "sp", Now);

        Code(() => stop.RaiseObjection("the customers confirmed", "sp", Now)).ShouldBe("objection.open-already");
        Code(() => Decide("carla", isRight: true)).ShouldBe("sanction.same-person");
        Decide("dora", isRight: false);
        Code(() => Decide("dora", isRight: true)).ShouldBe("objection.not-open");

        (stop.Status, objection.Status, objection.Answer).ShouldBe(
            (SanctionStatus.InForce, ObjectionStatus.Dismissed, "we looked at it")
        );
        provider.SalesSuspended.ShouldBeTrue();

        void Decide(string by, bool isRight) =>
            stop.DecideObjection(objection.Id, isRight, "we looked at it", provider, otherStops: false, by, Now);
    }

    [Fact]
    public void Nobody_objects_to_what_is_over()
    {
        var provider = Active();
        var notice = provider.Impose(Grounds(SanctionKind.Notice), "carla", Now);
        notice.ProposeLifting("it answered", "carla");
        notice.ApproveLifting(provider, otherStops: false, "dora", Now);

        Code(() => notice.RaiseObjection("the customers confirmed", "sp", Now)).ShouldBe("sanction.over");
    }

    [Fact]
    public void A_lifting_that_was_turned_down_can_be_proposed_again_by_anybody()
    {
        var provider = Active();
        var notice = provider.Impose(Grounds(SanctionKind.Notice), "carla", Now);

        notice.ProposeLifting("it answered", "carla");
        notice.RefuseLifting();
        (notice.Status, notice.LiftProposedBy, notice.LiftReason).ShouldBe((SanctionStatus.InForce, null, null));
        notice.ProposeLifting("it answered well", "dora");
        notice.ApproveLifting(provider, otherStops: false, "carla", Now);

        notice.Version.ShouldBe(5);
    }

    private static string Code(Action refused) => Should.Throw<RuleViolation>(refused).Code;
}
