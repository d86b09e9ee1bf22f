using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Rules;

namespace Vas.Domain.Subscriptions;

/// <summary>
/// What a customer agreed to, as the canonical form of his consent says it (features.md V3): the chain protects that form,
/// while whoever writes to the database can put any price beside it.
/// </summary>
/// <param name="TrialDays">Free days, after which it ends; a consent to them covers no charge.</param>
public sealed record ConsentTerms(
    Guid ServiceId,
    decimal Price,
    string Currency,
    SubscriptionPeriod Period,
    int TrialDays
)
{
    /// <returns>Null when the form does not say it.</returns>
    public static ConsentTerms? Read(string canonical)
    {
        var said = canonical
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0])
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return
            Guid.TryParse(said.GetValueOrDefault("service"), out var service)
            && decimal.TryParse(
                said.GetValueOrDefault("price"),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var price
            )
            && said.GetValueOrDefault("currency") is { } currency
            && Enum.TryParse<SubscriptionPeriod>(said.GetValueOrDefault("period"), out var period)
            && int.TryParse(
                said.GetValueOrDefault("trial", "0"), // form 1 knew none
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var trial
            )
            ? new(service, price, currency, period, trial)
            : null;
    }

    /// <exception cref="RuleViolation"><c>charge.in-trial</c>, <c>charge.above-price</c>.</exception>
    public void RequireCovers(ChargeAttempt attempt)
    {
        if (TrialDays > 0)
        {
            throw new RuleViolation("charge.in-trial", "The customer agreed to free days, and to nothing after them.");
        }

        if (attempt.Amount > Price)
        {
            throw new RuleViolation("charge.above-price", $"The customer agreed to {Price:0.00} {Currency}.");
        }
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"service {ServiceId}, {Price:0.00} {Currency}, {Period}, {TrialDays} free days"
        );
}
