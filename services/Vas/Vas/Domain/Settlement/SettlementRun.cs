using System;

namespace Vas.Domain.Settlement;

/// <summary>The drafting of a month's statements; asked again, it drafts those again that are not issued.</summary>
public sealed class SettlementRun
{
    private SettlementRun() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public string Period { get; private set; } = "";
    public string RequestedBy { get; private set; } = "";
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>How many of the month's statements were drafted or looked at again.</summary>
    public int Statements { get; private set; }

    /// <summary>How many providers have an earlier statement that is not issued; theirs come once it is.</summary>
    public int Waiting { get; private set; }

    public static SettlementRun Of(SettlementMonth month, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Period = month.ToString() };

    public void Drafted(int statements, int waiting, string by, DateTimeOffset now)
    {
        (Statements, Waiting, RequestedBy, RequestedAt) = (statements, waiting, by, now);
        Version++;
    }
}
