using System;
using System.Linq;
using Billing.Domain.Tariffs;
using Shouldly;
using Xunit;
using static Billing.Tests.Domain.Tariffs.Catalogues;

namespace Billing.Tests.Domain.Tariffs;

/// <summary>B2: what changed between two versions, in words.</summary>
public sealed class CatalogueDifferenceTests
{
    [Fact]
    public void A_copy_differs_in_nothing()
    {
        var first = Draft().WithFamily("A", 3).WithFamily("B", 2).Published();

        CatalogueDifference.Between(first, Copy(first), Language.Zh).ShouldBeEmpty();
    }

    [Fact]
    public void What_came_went_and_changed_is_told_with_old_and_new()
    {
        var first = Draft().WithFamily("A", 2).Published();
        var next = Copy(first);
        next.PutOffering(
            "A",
            "A-10",
            Guid.CreateVersion7(),
            Terms(12) with
            {
                NameZh = "10元套餐",
                NameEn = "Plan 10",
            }
        );
        next.RemoveOffering("A-20");
        next.PutOffering("A", "A-30", Guid.CreateVersion7(), Terms(30));

        var zh = CatalogueDifference.Between(first, next, Language.Zh);
        var en = CatalogueDifference.Between(first, next, Language.En);

        zh.Select(it => (it.Kind, it.Code))
            .ShouldBe([(DifferenceKind.Changed, "A-10"), (DifferenceKind.Went, "A-20"), (DifferenceKind.Came, "A-30")]);
        zh[0]
            .Parts.ShouldBe([
                new(
                    "monthlyFee",
                    "每月10元，含税；不足一个月按天计收，套餐内用量不减。",
                    "每月12元，含税；不足一个月按天计收，套餐内用量不减。"
                ),
            ]);
        zh[1].Parts.ShouldBe([new("monthlyFee", "每月20元，含税；不足一个月按天计收，套餐内用量不减。", null)]);
        zh[2].Parts.ShouldBe([new("monthlyFee", null, "每月30元，含税；不足一个月按天计收，套餐内用量不减。")]);
        en[0]
            .Parts.ShouldBe([
                new(
                    "monthlyFee",
                    "10 yuan a month, tax included; part of a month is charged by days, what is included stays whole.",
                    "12 yuan a month, tax included; part of a month is charged by days, what is included stays whole."
                ),
            ]);
        en[2].Name.ShouldBe("Plan 30");
    }

    [Fact]
    public void A_promotion_that_ends_is_told_too()
    {
        var first = Draft().WithFamily("A", 1).Published();
        var next = Copy(first);
        next.PutOffering("A", "A-10", Guid.CreateVersion7(), Terms(10, isPromoted: false));

        var parts = CatalogueDifference.Between(first, next, Language.En).Single().Parts;

        parts.ShouldBe([new("promotion", "promoted tier", "not promoted")]);
    }

    private static Catalogue Copy(Catalogue first) => Catalogue.Draft(3, Today.AddDays(20), first, "writer", Now);
}
