using System;
using Rules;

namespace Vas.Domain.Settlement;

public enum ObjectionStatus
{
    Open,
    Accepted,
    Rejected,
}

/// <summary>A provider does not agree with a drafted statement (features.md V8, V9).</summary>
public sealed class Objection
{
    private Objection() { }

    public Guid Id { get; private set; }
    public Guid StatementId { get; private set; }
    public string Reason { get; private set; } = "";
    public ObjectionStatus Status { get; private set; }
    public string RaisedBy { get; private set; } = "";
    public DateTimeOffset RaisedAt { get; private set; }

    /// <summary>For the provider to read.</summary>
    public string? Answer { get; private set; }
    public string? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    internal static Objection Raise(Guid statementId, string reason, string by, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            StatementId = statementId,
            Reason = reason,
            RaisedBy = by,
            RaisedAt = now,
        };

    internal void Decide(bool accepts, string answer, string by, DateTimeOffset now)
    {
        if (Status != ObjectionStatus.Open)
        {
            throw new RuleViolation("objection.already-decided", $"The objection is {Status} already.");
        }

        Status = accepts ? ObjectionStatus.Accepted : ObjectionStatus.Rejected;
        (Answer, DecidedBy, DecidedAt) = (answer, by, now);
    }
}
