using System.Linq;
using Billing.Domain.Tariffs;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Billing.Tests.Domain.Tariffs;

/// <summary>B2: prices in plain words, with the exact numbers.</summary>
public sealed class PriceInWordsTests
{
    /// <summary>The same cases on every machine, so that red is red for everybody.</summary>
    private static readonly Config Repeatable = Config
        .QuickThrowOnFailure.WithMaxTest(300)
        .WithReplay(20261122, 7)
        .WithQuietOnSuccess(true);

    private static readonly Gen<PricePlan> Prices =
        from monthly in Gen.Choose(0, 10_000_000)
        from once in Gen.Choose(0, 10_000_000)
        select new PricePlan(monthly / 100m, once / 100m, "CNY", []);

    public static TheoryData<UsagePrice, string, string> Usage() =>
        new()
        {
            {
                new(UsageKind.Voice, 200, TierMode.Graduated, [new(null, 0.15m)]),
                "每月含200分钟通话，超出部分每分钟0.15元。",
                "200 minutes of calls a month included; beyond that 0.15 yuan per minute."
            },
            {
                new(UsageKind.Sms, 1, TierMode.Graduated, [new(null, 0.10m)]),
                "每月含1条短信，超出部分每条0.1元。",
                "1 message a month included; beyond that 0.1 yuan per message."
            },
            {
                new(
                    UsageKind.Data,
                    5_120,
                    TierMode.Graduated,
                    [new(1_024, 0.0049m), new(10_240, 0.0029m), new(null, 0.0019m)]
                ),
                "每月含5GB流量，超出部分1GB以内每MB0.0049元；1GB至10GB每MB0.0029元；10GB以上每MB0.0019元。",
                "5 GB of data a month included; beyond that up to 1 GB 0.0049 yuan per MB, "
                    + "from 1 GB to 10 GB 0.0029 yuan per MB, above 10 GB 0.0019 yuan per MB."
            },
            {
                new(UsageKind.Data, 100, TierMode.Volume, [new(500, 0.3m), new(null, 0.1m)]),
                "每月含100MB流量，超出部分全部按其总量所在档计价：500MB以内每MB0.3元；500MB以上每MB0.1元。",
                "100 MB of data a month included; beyond that all at the price of its total: "
                    + "up to 500 MB 0.3 yuan per MB, above 500 MB 0.1 yuan per MB."
            },
            {
                new(UsageKind.Voice, 0, TierMode.Volume, [new(100, 0.2m), new(null, 0.1m)]),
                "通话全部按当月总量所在档计价：100分钟以内每分钟0.2元；100分钟以上每分钟0.1元。",
                "Calls: all at the price of the month's total: "
                    + "up to 100 minutes 0.2 yuan per minute, above 100 minutes 0.1 yuan per minute."
            },
            {
                new(UsageKind.Voice, 0, TierMode.Volume, [new(null, 0.2m)]),
                "通话每分钟0.2元。",
                "Calls: 0.2 yuan per minute."
            },
            {
                new(UsageKind.Data, 0, TierMode.Graduated, [new(null, 0)]),
                "流量不限量，不另收费。",
                "Data: without limit, nothing extra."
            },
            {
                new(UsageKind.Sms, 50, TierMode.Graduated, [new(null, 0)]),
                "每月含50条短信，超出后不另收费。",
                "50 messages a month included; more costs nothing extra."
            },
        };

    [Theory]
    [MemberData(nameof(Usage))]
    public void Usage_says_what_is_included_and_what_more_costs(UsagePrice usage, string zh, string en)
    {
        var price = Catalogues.Price(59, "CNY", usage);

        PriceInWords.Of(price, Language.Zh)[1].ShouldBe(zh);
        PriceInWords.Of(price, Language.En)[1].ShouldBe(en);
    }

    [Fact]
    public void Fees_come_first_and_a_fee_once_only_when_there_is_one()
    {
        PriceInWords
            .Of(new(59, 0, "CNY", []), Language.Zh)
            .ShouldBe(["每月59元，含税；不足一个月按天计收，套餐内用量不减。"]);
        PriceInWords
            .Of(new(59.50m, 100, "CNY", []), Language.Zh)
            .ShouldBe(["每月59.5元，含税；不足一个月按天计收，套餐内用量不减。", "开通时一次性100元，计入首张账单。"]);
        PriceInWords
            .Of(new(12, 5, "USD", []), Language.En)
            .ShouldBe([
                "12 USD a month, tax included; part of a month is charged by days, what is included stays whole.",
                "5 USD once, on the first bill.",
            ]);
    }

    [Fact]
    public void No_fee_has_no_part() =>
        PriceInWords.Of(new(0, 0, "CNY", []), Language.En).ShouldBe(["0 yuan a month, tax included."]);

    [Theory]
    [InlineData("我同意每月59元。", true)]
    [InlineData("I agree to 59.00 yuan a month", true)]
    [InlineData("59", true)]
    [InlineData("每月59.5元", false)]
    [InlineData("每月159元", false)]
    [InlineData("每月590元", false)]
    [InlineData("每月0.59元", false)]
    [InlineData("159元，现价59元", true)]
    [InlineData("I agree.", false)]
    public void A_text_names_a_fee_as_a_number_of_its_own(string text, bool names) =>
        PriceInWords.IsNamedIn(text, new(59, 0, "CNY", [])).ShouldBe(names);

    [Fact]
    public void A_text_names_the_fee_once_too()
    {
        PriceInWords.IsNamedIn("每月59元", new(59, 100, "CNY", [])).ShouldBeFalse();
        PriceInWords.IsNamedIn("每月59元，开通100元", new(59, 100, "CNY", [])).ShouldBeTrue();
    }

    [Fact]
    public void Every_price_is_named_in_its_own_words() =>
        Prop.ForAll(
                Prices.ToArbitrary(),
                price =>
                    new[] { Language.Zh, Language.En }.All(language =>
                        PriceInWords.IsNamedIn(string.Join(' ', PriceInWords.Of(price, language)), price)
                    )
            )
            .Check(Repeatable);
}
