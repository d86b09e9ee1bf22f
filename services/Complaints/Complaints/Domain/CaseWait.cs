using System;
using Rules;

namespace Complaints.Domain;

/// <summary>The case waits for somebody outside who is named; its answers' clocks stand still meanwhile.</summary>
public sealed class CaseWait
{
    private CaseWait() { }

    public Guid ComplaintId { get; private set; }
    public int Number { get; private set; }
    public DateTimeOffset BeganAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public string WaitingFor { get; private set; } = "";

    /// <summary>What was waited for may name a person, so it goes with a deleted case.</summary>
    internal void Forget() => WaitingFor = "(deleted)";

    internal static CaseWait Begin(Guid complaint, int number, string waitingFor, DateTimeOffset now) =>
        new()
        {
            ComplaintId = complaint,
            Number = number,
            BeganAt = now,
            WaitingFor = waitingFor,
        };

    internal void End(DateTimeOffset now) => EndedAt ??= now;

    internal Pause AsPause() => new(BeganAt, EndedAt, WaitingFor);
}
