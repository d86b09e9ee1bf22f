using System;
using System.Collections.Generic;
using System.Linq;

namespace Rules;

/// <summary>
/// A sum that can be paid: exact, in one currency, in whole hundredths (分, pence, cents). Prices finer than that, such
/// as 0.0015 yuan for a kilobyte, are plain decimals until <see cref="Line"/> makes a sum of them.
/// </summary>
public sealed record Money : IComparable<Money>
{
    /// <param name="currency">ISO 4217, three capitals.</param>
    /// <exception cref="RuleViolation"><c>money.too-fine</c>; <c>money.no-currency</c>.</exception>
    public Money(decimal amount, string currency)
    {
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
        {
            throw new RuleViolation("money.no-currency", $"'{currency}' is not a currency; write CNY.");
        }

        if (decimal.Round(amount, 2) != amount)
        {
            throw new RuleViolation("money.too-fine", $"{amount} {currency} cannot be paid: it is finer than 0.01.");
        }

        (Amount, Currency) = (amount, currency);
    }

    public decimal Amount { get; }

    public string Currency { get; }

    public static Money Zero(string currency) => new(0, currency);

    /// <summary>
    /// The end of one line of a bill or settlement: its exact result, rounded half away from zero, once. Multiply
    /// rates, quantities and shares first; rounding in between would be a second rounding.
    /// </summary>
    public static Money Line(decimal exact, string currency) => new(Rounded(exact), currency);

    /// <summary>The same for sums whose currency goes without saying: whole hundredths, half away from zero.</summary>
    public static decimal Rounded(decimal exact) => decimal.Round(exact, 2, MidpointRounding.AwayFromZero);

    public static Money operator +(Money left, Money right) => Same(left, right, left.Amount + right.Amount);

    public static Money operator -(Money left, Money right) => Same(left, right, left.Amount - right.Amount);

    public static Money operator -(Money money) => new(-money.Amount, money.Currency);

    /// <summary>One line: see <see cref="Line"/>.</summary>
    public static Money operator *(Money money, decimal factor) => Line(money.Amount * factor, money.Currency);

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <exception cref="RuleViolation"><c>money.currencies-mixed</c>.</exception>
    public int CompareTo(Money? other) =>
        other is null ? 1 : Same(this, other, Amount - other.Amount).Amount.CompareTo(0);

    /// <summary>
    /// Splits by weight so that the parts add up to the whole: each gets its share rounded towards zero, and the
    /// hundredths left over go one each to those who lost most by that, the earlier first.
    /// </summary>
    /// <exception cref="ArgumentException">A weight is negative, or all are zero.</exception>
    public IReadOnlyList<Money> Allocate(params IReadOnlyList<decimal> weights)
    {
        var sum = weights.Sum();
        if (sum <= 0 || weights.Any(weight => weight < 0))
        {
            throw new ArgumentException(
                "Shares are not negative, and one at least is more than nothing.",
                nameof(weights)
            );
        }

        var unit = Amount < 0 ? -0.01m : 0.01m;
        var hundredths = Amount / unit;
        var exact = weights.Select(weight => hundredths * weight / sum).ToList();
        var parts = exact.ConvertAll(decimal.Truncate);
        var left = (int)(hundredths - parts.Sum());
        foreach (var part in Enumerable.Range(0, parts.Count).OrderByDescending(i => exact[i] - parts[i]).Take(left))
        {
            parts[part]++;
        }

        return parts.ConvertAll(part => new Money(part * unit, Currency));
    }

    public override string ToString() => $"{Amount:0.00} {Currency}";

    private static Money Same(Money left, Money right, decimal amount) =>
        left.Currency == right.Currency
            ? new Money(amount, left.Currency)
            : throw new RuleViolation("money.currencies-mixed", $"{left} and {right} are different currencies.");
}
