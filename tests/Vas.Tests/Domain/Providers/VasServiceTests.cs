using System;
using Rules;
using Shouldly;
using Vas.Domain.Providers;
using Xunit;
using static Vas.Tests.Domain.Providers.SomeProviders;

namespace Vas.Tests.Domain.Providers;

/// <summary>V2: a service has all its terms before a second person lets it go live.</summary>
public sealed class VasServiceTests
{
    private static readonly ServiceOffer Offer = new("标准包月", "Standard", "10660001", 5, ServicePeriod.Month);

    [Fact]
    public void Services_are_counted_by_their_provider()
    {
        var provider = Active();

        (Propose(provider).Code, Propose(provider).Code).ShouldBe(("SP-0001-01", "SP-0001-02"));
    }

    [Fact]
    public void A_trial_never_turns_paid_by_itself()
    {
        Code(() => Propose(Active(), Offer with { TrialDays = 7, TrialTurnsPaid = true }))
            .ShouldBe("service.trial-turns-paid");
        Propose(Active(), Offer with { TrialDays = 7 }).TrialDays.ShouldBe(7);
    }

    [Fact]
    public void A_price_is_above_zero_and_can_be_paid()
    {
        Code(() => Propose(Active(), Offer with { Price = 0 })).ShouldBe("service.no-price");
        Code(() => Propose(Active(), Offer with { Price = 0.005m })).ShouldBe("money.too-fine");
    }

    [Fact]
    public void A_second_person_lets_it_go_live()
    {
        var provider = Active();
        var service = Propose(provider);

        Code(() => service.Approve(provider, "anna", Now)).ShouldBe("service.same-person");
        service.Approve(provider, "boris", Now);
        service.Status.ShouldBe(VasServiceStatus.Live);
        service.Withdraw("nobody wanted it", "anna", Now);
        (service.Status, service.WithdrawnFor).ShouldBe((VasServiceStatus.Withdrawn, "nobody wanted it"));
    }

    [Fact]
    public void Who_may_sell_nothing_new_offers_nothing_new()
    {
        Code(() => Propose(Applied())).ShouldBe("provider.not-active");
        var provider = Active();
        var service = Propose(provider);
        provider.Impose(Grounds(SanctionKind.NoNewSales), "carla", Now);

        Code(() => Propose(provider)).ShouldBe("provider.sales-suspended");
        Code(() => service.Approve(provider, "boris", Now)).ShouldBe("provider.sales-suspended");
        service.Status.ShouldBe(VasServiceStatus.Proposed);
    }

    private static VasService Propose(Provider provider, ServiceOffer? offer = null) =>
        VasService.Propose(Guid.CreateVersion7(), provider, offer ?? Offer, "anna", Now);

    private static string Code(Action refused) => Should.Throw<RuleViolation>(refused).Code;
}
