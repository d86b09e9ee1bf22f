using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Billing.Domain.Tariffs;

namespace Billing.Domain.Usage;

/// <summary>A usage record as a switch or a charging system reports it, readable and plausible (features.md B4).</summary>
/// <param name="SourceKey">What the source calls it; counts once for ever.</param>
/// <param name="ServiceNumber">The number it was used on.</param>
/// <param name="Quantity">Minutes, messages or MB; above zero, at most six decimals.</param>
/// <param name="OccurredAt">When it began, UTC, to the microsecond; its local month is the one it is charged in.</param>
/// <param name="OtherParty">The other number, masked but for its last four digits; null where there is none.</param>
public sealed record ReportedUsage(
    string SourceKey,
    string ServiceNumber,
    UsageKind Kind,
    decimal Quantity,
    DateTimeOffset OccurredAt,
    string? OtherParty
)
{
    /// <summary>What the database keeps of a time.</summary>
    public static DateTimeOffset ToMicrosecond(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>The other party is somebody else's personal data: what a bill's reader needs is to recognise it.</summary>
    public static string? Masked(string? number) => number is { Length: > 4 } ? $"****{number[^4..]}" : number;

    /// <summary>The same for the same record and no other; the key aside. Never holds more of a number than we keep.</summary>
    public Guid Fingerprint()
    {
        var content = string.Create(
            CultureInfo.InvariantCulture,
            $"{ServiceNumber}\n{Kind}\n{Quantity:0.######}\n{OccurredAt.UtcTicks}\n{OtherParty}"
        );
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(content), hash);
        return new Guid(hash[..16]);
    }
}

/// <summary>Why a record is not taken.</summary>
/// <param name="Code">Stable: <c>usage.unknown-number</c>.</param>
/// <param name="Reason">One English sentence without personal data.</param>
public sealed record UsageRefusal(string Code, string Reason)
{
    /// <summary>The code of a record that cannot be read.</summary>
    public const string IsMalformed = "usage.malformed";

    public static UsageRefusal KeyReused { get; } =
        new("usage.key-reused", "The source used this key for another record before.");

    public static UsageRefusal UnknownNumber { get; } = new("usage.unknown-number", "No line has this number.");

    public static UsageRefusal NoPlan { get; } = new("usage.no-plan", "The line had no plan on that day.");

    public static UsageRefusal KindNotInPlan { get; } =
        new("usage.kind-not-in-plan", "The line's plan has no price for this kind of usage.");

    public static UsageRefusal Malformed(string reason) => new(IsMalformed, reason);
}
