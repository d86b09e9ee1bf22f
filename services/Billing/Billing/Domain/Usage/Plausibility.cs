using System;
using Billing.Domain.Tariffs;

namespace Billing.Domain.Usage;

/// <summary>
/// What one record can be at most (features.md B4): above it the source is broken, and a bill would be absurd. These are
/// bounds of the network's records, not of anybody's contract.
/// </summary>
public static class Plausibility
{
    /// <summary>Switches cut a call's record once a day.</summary>
    private const decimal MinutesOfACall = 24 * 60;

    /// <summary>1 TB.</summary>
    private const decimal MegabytesOfASession = 1024 * 1024;

    /// <summary>What detailed bills are kept for; older usage can no longer be explained.</summary>
    private const int Months = 24;

    private static readonly TimeSpan ClocksMayDiffer = TimeSpan.FromMinutes(5);

    /// <returns>Null for a record that can be.</returns>
    public static UsageRefusal? WhyNot(UsageKind kind, decimal quantity, DateTimeOffset occurredAt, DateTimeOffset now)
    {
        if (quantity <= 0 || decimal.Round(quantity, 6) != quantity)
        {
            return new("usage.implausible", "A quantity above zero with at most six decimals is expected.");
        }

        var reason = kind switch
        {
            UsageKind.Voice when quantity > MinutesOfACall => "A call of more than 1440 minutes is not plausible.",
            UsageKind.Sms when quantity != 1 => "One record is one message.",
            UsageKind.Data when quantity > MegabytesOfASession => "A session of more than 1 TB is not plausible.",
            _ => null,
        };
        return reason is not null ? new("usage.implausible", reason)
            : occurredAt > now + ClocksMayDiffer ? new("usage.in-future", "It has not happened yet.")
            : occurredAt < now.AddMonths(-Months) ? new("usage.too-old", "It is older than 24 months.")
            : null;
    }
}
