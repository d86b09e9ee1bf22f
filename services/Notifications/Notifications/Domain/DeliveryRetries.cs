using System;
using System.Collections.Generic;

namespace Notifications.Domain;

/// <summary>
/// When the next attempt is made: Standard Webhooks' table, 10 attempts over 75.6 h (policies.md, webhook.retries).
/// </summary>
public static class DeliveryRetries
{
    /// <summary>Share of a pause that chance may add, so that what failed together does not come back together.</summary>
    private const double MaxJitter = 0.1;

    /// <summary>The pause before each attempt; the first is made at once.</summary>
    public static IReadOnlyList<TimeSpan> Pauses { get; } =
    [
        TimeSpan.Zero,
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    /// <param name="failures">How many attempts failed so far, at least 1.</param>
    /// <param name="wanted">The partner's <c>Retry-After</c>: it may lengthen a pause up to the one after it.</param>
    /// <param name="chance">0 to 1, from the caller's source of chance.</param>
    /// <returns>The pause before the next attempt; null when there is none.</returns>
    public static TimeSpan? After(int failures, TimeSpan? wanted, double chance)
    {
        if (failures >= Pauses.Count)
        {
            return null;
        }

        var pause = Pauses[failures];
        var longest = Pauses[Math.Min(failures + 1, Pauses.Count - 1)];
        return wanted > pause ? (wanted < longest ? wanted : longest) : pause + (pause * (MaxJitter * chance));
    }
}
