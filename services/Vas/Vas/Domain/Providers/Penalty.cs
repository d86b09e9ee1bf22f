using System;

namespace Vas.Domain.Providers;

/// <summary>Points that an offence cost a provider (features.md V9); kept for ever.</summary>
public sealed class Penalty
{
    private Penalty() { }

    public Guid Id { get; private set; }
    public Guid ProviderId { get; private set; }
    public int Points { get; private set; }
    public string Reason { get; private set; } = "";

    /// <summary>What the provider was left with.</summary>
    public int Score { get; private set; }
    public string ImposedBy { get; private set; } = "";
    public DateTimeOffset ImposedAt { get; private set; }

    internal static Penalty Of(Provider provider, int points, string reason, string by, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            ProviderId = provider.Id,
            Points = points,
            Reason = reason,
            Score = provider.Score,
            ImposedBy = by,
            ImposedAt = now,
        };
}
