using System;

namespace Vas.Domain.Providers;

public enum ObjectionStatus
{
    Open,

    /// <summary>It was right, and the sanction ended.</summary>
    Upheld,
    Dismissed,
}

/// <summary>A provider's word against a sanction (features.md V9), and what became of it.</summary>
public sealed class Objection
{
    private Objection() { }

    public Guid Id { get; private set; }
    public Guid SanctionId { get; private set; }
    public string Text { get; private set; } = "";
    public ObjectionStatus Status { get; private set; }
    public string RaisedBy { get; private set; } = "";
    public DateTimeOffset RaisedAt { get; private set; }

    /// <summary>What the provider is told.</summary>
    public string? Answer { get; private set; }
    public string? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    internal static Objection To(Sanction sanction, string text, string by, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            SanctionId = sanction.Id,
            Text = text,
            RaisedBy = by,
            RaisedAt = now,
        };

    internal void Decide(bool isRight, string answer, string by, DateTimeOffset now) =>
        (Status, Answer, DecidedBy, DecidedAt) = (
            isRight ? ObjectionStatus.Upheld : ObjectionStatus.Dismissed,
            answer,
            by,
            now
        );
}
