using System;

namespace Complaints.Domain;

/// <summary>Who does something to a case.</summary>
/// <param name="Subject">The token's subject, or the service's name when nobody waits.</param>
/// <param name="Role">The token's role.</param>
/// <param name="TraceId">The trace in which it is done: from the history one finds everything it caused (P2).</param>
public sealed record Actor(string Subject, string Role, string? TraceId);

/// <summary>One line of a case's history: who did what, when and why (features.md C18). Never changed, never removed.</summary>
public sealed class HistoryEntry
{
    private HistoryEntry() { }

    public long Position { get; private set; }
    public Guid ComplaintId { get; private set; }

    /// <summary>The version of the case that this made.</summary>
    public long Version { get; private set; }
    public string What { get; private set; } = "";
    public string Who { get; private set; } = "";
    public string Role { get; private set; } = "";
    public string? Why { get; private set; }
    public string? TraceId { get; private set; }
    public DateTimeOffset At { get; private set; }

    internal static HistoryEntry Of(
        Guid complaint,
        long version,
        string what,
        Actor by,
        string? why,
        DateTimeOffset at
    ) =>
        new()
        {
            ComplaintId = complaint,
            Version = version,
            What = what,
            Who = by.Subject,
            Role = by.Role,
            Why = why,
            TraceId = by.TraceId,
            At = at,
        };
}
