using System;
using System.Linq;
using Billing.Domain;
using Billing.Domain.Tariffs;
using Rules;
using Shouldly;
using Xunit;
using static Billing.Tests.Domain.Tariffs.Catalogues;

namespace Billing.Tests.Domain.Tariffs;

/// <summary>B1: what a catalogue says no to.</summary>
public sealed class CatalogueTests
{
    [Fact]
    public void Three_families_of_four_tiers_for_each_group_are_published()
    {
        var catalogue = Draft();
        foreach (var group in Enum.GetValues<CustomerGroup>())
        {
            catalogue
                .WithFamily($"{group}-A", 4, group)
                .WithFamily($"{group}-B", 4, group)
                .WithFamily($"{group}-C", 4, group);
        }

        catalogue.ProposedBy("writer").Publish("checker", ThreeByFour, null, Today, Now).ShouldBeEmpty();

        catalogue.Status.ShouldBe(CatalogueStatus.Published);
        (catalogue.DecidedBy, catalogue.DecidedAt).ShouldBe(("checker", Now));
    }

    [Fact]
    public void A_fourth_family_of_a_group_and_a_fifth_tier_are_named_row_by_row_and_nothing_is_published()
    {
        var catalogue = Draft()
            .WithFamily("A", 1)
            .WithFamily("B", 1)
            .WithFamily("C", 1)
            .WithFamily("D", 5)
            .WithFamily("BIZ", 4, CustomerGroup.Business)
            .ProposedBy("writer");

        var flaws = catalogue.Publish("checker", ThreeByFour, null, Today, Now);

        flaws
            .Select(flaw => flaw.Row)
            .ShouldBe(
                [
                    "families[A]",
                    "families[B]",
                    "families[C]",
                    "families[D]",
                    "offerings[D-10]",
                    "offerings[D-20]",
                    "offerings[D-30]",
                    "offerings[D-40]",
                    "offerings[D-50]",
                ],
                ignoreOrder: true
            );
        flaws[0].Reason.ShouldBe("Residential customers would have 4 plan families; 3 are the most.");
        flaws[^1].Reason.ShouldBe("D would promote 5 tiers; 4 are the most.");
        (catalogue.Status, catalogue.DecidedBy).ShouldBe((CatalogueStatus.Proposed, null));
    }

    [Fact]
    public void Tiers_that_are_not_promoted_do_not_count()
    {
        var catalogue = Draft().WithFamily("A", 4);
        catalogue.PutOffering("A", "A-OLD", Guid.CreateVersion7(), Terms(99, isPromoted: false));

        catalogue.ProposedBy("writer").Publish("checker", ThreeByFour, null, Today, Now).ShouldBeEmpty();
    }

    [Fact]
    public void Stricter_limits_by_policy_hold_too()
    {
        var catalogue = Draft().WithFamily("A", 2).ProposedBy("writer");

        catalogue.Publish("checker", new(MaxFamilies: 1, MaxTiers: 1, "CNY"), null, Today, Now).Count.ShouldBe(2);
    }

    [Fact]
    public void Every_price_is_in_the_operators_currency()
    {
        var catalogue = Draft().WithFamily("A", 0);
        catalogue.PutOffering("A", "A-USD", Guid.CreateVersion7(), Terms(9, "USD"));

        var flaws = catalogue.ProposedBy("writer").Publish("checker", ThreeByFour, null, Today, Now);

        flaws.ShouldBe([new("offerings[A-USD].price.currency", "Bills are in CNY.")]);
    }

    [Fact]
    public void Who_proposed_it_neither_publishes_nor_rejects_it()
    {
        var catalogue = Draft().WithFamily("A", 1).ProposedBy("writer");

        Refusal(() => catalogue.Publish("writer", ThreeByFour, null, Today, Now)).ShouldBe("catalogue.same-person");
        Refusal(() => catalogue.Reject("writer", "too dear", Now)).ShouldBe("catalogue.same-person");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void It_takes_effect_after_the_newest_and_the_refusal_names_both(int daysLater)
    {
        var catalogue = Draft(number: 7).WithFamily("A", 1).ProposedBy("writer");
        var newest = new PublishedCatalogue(5, catalogue.EffectiveFrom.AddDays(daysLater));

        var refusal = Should.Throw<RuleViolation>(() => catalogue.Publish("checker", ThreeByFour, newest, Today, Now));

        refusal.Code.ShouldBe("catalogue.overlaps");
        refusal.Message.ShouldContain("Catalogue 7");
        refusal.Message.ShouldContain("catalogue 5");
    }

    [Fact]
    public void It_takes_effect_today_at_the_earliest()
    {
        var late = Draft(from: Today.AddDays(-1)).WithFamily("A", 1).ProposedBy("writer");
        var today = Draft(from: Today).WithFamily("A", 1).ProposedBy("writer");

        Refusal(() => late.Publish("checker", ThreeByFour, null, Today, Now)).ShouldBe("catalogue.overlaps");
        today.Publish("checker", ThreeByFour, null, Today, Now).ShouldBeEmpty();
    }

    [Fact]
    public void A_mistyped_year_does_not_keep_out_all_that_come_before_it()
    {
        var next = Draft(from: Today.AddDays(400)).WithFamily("A", 1).ProposedBy("writer");
        var century = Draft(from: new DateOnly(2126, 12, 1)).WithFamily("A", 1).ProposedBy("writer");

        next.Publish("checker", ThreeByFour, null, Today, Now).ShouldBeEmpty();
        Refusal(() => century.Publish("checker", ThreeByFour, null, Today, Now)).ShouldBe("catalogue.too-far-ahead");
    }

    [Fact]
    public void What_was_proposed_stands()
    {
        var catalogue = Draft().WithFamily("A", 1).ProposedBy("writer");

        Refusal(() => catalogue.PutFamily("B", new(CustomerGroup.Business, "乙", "B")))
            .ShouldBe("catalogue.illegal-move");
        Refusal(() => catalogue.PutOffering("A", "A-10", Guid.CreateVersion7(), Terms(1)))
            .ShouldBe("catalogue.illegal-move");
        Refusal(() => catalogue.RemoveOffering("A-10")).ShouldBe("catalogue.illegal-move");
        Refusal(() => catalogue.RemoveFamily("A")).ShouldBe("catalogue.illegal-move");
    }

    [Fact]
    public void An_empty_catalogue_is_not_proposed() =>
        Refusal(() => Draft().Propose("writer", Now)).ShouldBe("catalogue.empty");

    [Fact]
    public void A_copy_has_the_same_offerings_under_the_same_ids()
    {
        var first = Draft().WithFamily("A", 2).Published();

        var copy = Catalogue.Draft(3, Today.AddDays(20), first, "writer", Now);

        copy.Status.ShouldBe(CatalogueStatus.Draft);
        copy.Offerings.Select(o => (o.OfferingId, o.Code, o.Price))
            .ShouldBe(first.Offerings.Select(o => (o.OfferingId, o.Code, o.Price)));
        copy.Offerings.ShouldAllBe(offering => offering.CatalogueId == copy.Id);
        copy.Families[0].Id.ShouldNotBe(first.Families[0].Id);
    }

    [Fact]
    public void A_changed_offering_keeps_its_id_and_a_change_raises_the_version()
    {
        var catalogue = Draft().WithFamily("A", 1);
        var (id, version) = (catalogue.Offerings.Single().OfferingId, catalogue.Version);

        catalogue.PutOffering("A", "A-10", Guid.CreateVersion7(), Terms(12)).ShouldBeTrue();

        catalogue.Offerings.Single().OfferingId.ShouldBe(id);
        catalogue.Offerings.Single().Price.MonthlyFee.ShouldBe(12);
        catalogue.Version.ShouldBe(version + 1);
    }

    [Fact]
    public void A_code_is_in_one_family_only()
    {
        var catalogue = Draft().WithFamily("A", 1).WithFamily("B", 1);

        Refusal(() => catalogue.PutOffering("B", "A-10", Guid.CreateVersion7(), Terms(10)))
            .ShouldBe("offering.other-family");
    }

    [Fact]
    public void A_family_with_offerings_neither_goes_nor_changes_its_group()
    {
        var catalogue = Draft().WithFamily("A", 1);

        Refusal(() => catalogue.RemoveFamily("A")).ShouldBe("family.not-empty");
        Refusal(() => catalogue.PutFamily("A", new(CustomerGroup.Business, "甲", "A"))).ShouldBe("family.other-group");
        catalogue.RemoveOffering("A-10").ShouldBeTrue();
        catalogue.RemoveFamily("A").ShouldBeTrue();
        catalogue.Families.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_not_there_is_neither_taken_out_nor_filled()
    {
        var catalogue = Draft();

        catalogue.RemoveFamily("A").ShouldBeFalse();
        catalogue.RemoveOffering("A-10").ShouldBeFalse();
        catalogue.PutOffering("A", "A-10", Guid.CreateVersion7(), Terms(10)).ShouldBeFalse();
    }

    [Fact]
    public void Nonsense_is_no_price_for_our_own_code_either() =>
        Refusal(() => Draft().WithFamily("A", 0).PutOffering("A", "A-1", Guid.CreateVersion7(), Terms(-1)))
            .ShouldBe("offering.price");

    private static string Refusal(Action action) => Should.Throw<RuleViolation>(action).Code;
}
