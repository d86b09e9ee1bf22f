using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Billing.Domain.Tariffs;

/// <summary>What customers are spoken to in.</summary>
public enum Language
{
    Zh,
    En,
}

/// <summary>One thing that is paid for, in a sentence.</summary>
/// <param name="Name"><c>monthlyFee</c>, <c>oneOffFee</c>, <c>voice</c>, <c>sms</c> or <c>data</c>.</param>
public sealed record PricePart(string Name, string Text);

/// <summary>
/// A price as the tariff zone, a bill and a consent say it (features.md B2): the fee, what it includes, what more costs
/// and per which unit, in whole sentences and with the exact numbers.
/// </summary>
public static class PriceInWords
{
    private const int MegabytesInGigabyte = 1024;

    public static IReadOnlyList<string> Of(PricePlan price, Language language) =>
        [.. Parts(price, language).Select(part => part.Text)];

    public static IEnumerable<PricePart> Parts(PricePlan price, Language language)
    {
        var isZh = language == Language.Zh;
        var fee = Sum(price.MonthlyFee, price.Currency, language);
        yield return new(
            "monthlyFee",
            (isZh ? $"每月{fee}，含税" : $"{fee} a month, tax included") + PartOfMonth(price, isZh)
        );
        if (price.OneOffFee > 0)
        {
            var once = Sum(price.OneOffFee, price.Currency, language);
            yield return new(
                "oneOffFee",
                isZh ? $"开通时一次性{once}，计入首张账单。" : $"{once} once, on the first bill."
            );
        }

        foreach (var usage in price.Usage)
        {
            var text = isZh ? Chinese(usage, price.Currency) : English(usage, price.Currency);
            yield return new(usage.Kind.ToString().ToLowerInvariant(), text);
        }
    }

    /// <summary>Of a plan that begins or ends within a month.</summary>
    private static string PartOfMonth(PricePlan price, bool isZh) =>
        price.MonthlyFee == 0 ? (isZh ? "。" : ".")
        : isZh ? "；不足一个月按天计收，套餐内用量不减。"
        : "; part of a month is charged by days, what is included stays whole.";

    /// <summary>Whether a text names the fees as numbers of their own: what a customer agreed to must say its price.</summary>
    public static bool IsNamedIn(string text, PricePlan price) =>
        new[] { price.MonthlyFee, price.OneOffFee }.Where(fee => fee > 0).All(fee => Names(text, fee));

    private static string Chinese(UsagePrice usage, string currency)
    {
        var (name, unit) = usage.Kind switch
        {
            UsageKind.Voice => ("通话", "分钟"),
            UsageKind.Sms => ("短信", "条"),
            _ => ("流量", "MB"),
        };
        var prices = Prices(
            usage,
            price => $"每{unit}{Sum(price, currency, Language.Zh)}",
            (from, to, price) =>
                from is null ? $"{to}以内{price}"
                : to is null ? $"{from}以上{price}"
                : $"{from}至{to}{price}",
            Language.Zh
        );
        var byTotal = usage is { Mode: TierMode.Volume, Tiers.Count: > 1 };
        return (usage.Allowance > 0, IsFree(usage)) switch
        {
            (true, true) => $"每月含{Quantity(usage.Kind, usage.Allowance, Language.Zh)}{name}，超出后不另收费。",
            (false, true) => $"{name}不限量，不另收费。",
            (true, false) => $"每月含{Quantity(usage.Kind, usage.Allowance, Language.Zh)}{name}，"
                + $"{(byTotal ? "超出部分全部按其总量所在档计价：" : "超出部分")}{string.Join("；", prices)}。",
            (false, false) => $"{name}{(byTotal ? "全部按当月总量所在档计价：" : "")}{string.Join("；", prices)}。",
        };
    }

    private static string English(UsagePrice usage, string currency)
    {
        var (name, unit) = usage.Kind switch
        {
            UsageKind.Voice => ("calls", "minute"),
            UsageKind.Sms => ("messages", "message"),
            _ => ("data", "MB"),
        };
        var prices = Prices(
            usage,
            price => $"{Sum(price, currency, Language.En)} per {unit}",
            (from, to, price) =>
                from is null ? $"up to {to} {price}"
                : to is null ? $"above {from} {price}"
                : $"from {from} to {to} {price}",
            Language.En
        );
        var of = usage.Kind == UsageKind.Sms ? "" : $" of {name}";
        var included = $"{Quantity(usage.Kind, usage.Allowance, Language.En)}{of} a month included";
        var title = char.ToUpperInvariant(name[0]) + name[1..];
        var byTotal = usage is { Mode: TierMode.Volume, Tiers.Count: > 1 };
        return (usage.Allowance > 0, IsFree(usage)) switch
        {
            (true, true) => $"{included}; more costs nothing extra.",
            (false, true) => $"{title}: without limit, nothing extra.",
            (true, false) =>
                $"{included}; beyond that {(byTotal ? "all at the price of its total: " : "")}{string.Join(", ", prices)}.",
            (false, false) =>
                $"{title}: {(byTotal ? "all at the price of the month's total: " : "")}{string.Join(", ", prices)}.",
        };
    }

    /// <summary>One price for all stands alone; tiers each say from where to where.</summary>
    private static IEnumerable<string> Prices(
        UsagePrice usage,
        Func<decimal, string> perUnit,
        Func<string?, string?, string, string> within,
        Language language
    )
    {
        if (usage.Tiers is [var single])
        {
            return [perUnit(single.UnitPrice)];
        }

        var ends = usage.Tiers.Select(tier => tier.UpTo is { } end ? Quantity(usage.Kind, end, language) : null);
        return usage
            .Tiers.Zip(ends.Prepend(null), ends)
            .Select(t => within(t.Second, t.Third, perUnit(t.First.UnitPrice)));
    }

    private static bool IsFree(UsagePrice usage) => usage.Tiers.All(tier => tier.UnitPrice == 0);

    private static string Quantity(UsageKind kind, decimal quantity, Language language)
    {
        var space = language == Language.Zh ? "" : " ";
        return kind switch
        {
            UsageKind.Data when quantity > 0 && quantity % MegabytesInGigabyte == 0 =>
                $"{Number(quantity / MegabytesInGigabyte)}{space}GB",
            UsageKind.Data => $"{Number(quantity)}{space}MB",
            UsageKind.Voice => language == Language.Zh ? $"{Number(quantity)}分钟" : Plural(quantity, "minute"),
            _ => language == Language.Zh ? $"{Number(quantity)}条" : Plural(quantity, "message"),
        };
    }

    private static string Plural(decimal quantity, string unit) =>
        $"{Number(quantity)} {unit}{(quantity == 1 ? "" : "s")}";

    private static string Sum(decimal amount, string currency, Language language) =>
        (currency, language) switch
        {
            ("CNY", Language.Zh) => $"{Number(amount)}元",
            ("CNY", _) => $"{Number(amount)} yuan",
            _ => $"{Number(amount)} {currency}",
        };

    private static string Number(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);

    private static bool Names(string text, decimal fee) =>
        new[] { Number(fee), fee.ToString("0.00", CultureInfo.InvariantCulture) }.Any(number => Stands(text, number));

    /// <summary>Not as part of a longer number: 59 does not stand in 159 nor in 59.90.</summary>
    private static bool Stands(string text, string number)
    {
        for (
            var at = text.IndexOf(number, StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf(number, at + 1, StringComparison.Ordinal)
        )
        {
            var after = at + number.Length;
            var isPart =
                (at > 0 && (char.IsAsciiDigit(text[at - 1]) || text[at - 1] == '.'))
                || (after < text.Length && char.IsAsciiDigit(text[after]))
                || (after + 1 < text.Length && text[after] == '.' && char.IsAsciiDigit(text[after + 1]));
            if (!isPart)
            {
                return true;
            }
        }

        return false;
    }
}
