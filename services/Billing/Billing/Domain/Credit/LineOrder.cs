using System;

namespace Billing.Domain.Credit;

/// <summary>
/// What the switch is told of a line. It is told again under the same id until it confirms, so an answer that was lost
/// costs nothing; of a line only the newest order waits, and the switch refuses an older sequence than it has.
/// </summary>
public sealed class LineOrder
{
    /// <summary>Longer than the call may take: nobody else tells the switch meanwhile, and a killed worker's order waits so long.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private LineOrder() { }

    /// <summary>By which the switch knows an order it has already carried out.</summary>
    public Guid Id { get; private set; }
    public Guid LineId { get; private set; }

    /// <summary>Version of the standing that made it.</summary>
    public long Sequence { get; private set; }
    public string ServiceNumber { get; private set; } = "";
    public SwitchState State { get; private set; }
    public LineOrderStatus Status { get; private set; }
    public OrderLane Lane { get; private set; }

    /// <summary>How often a worker took it; also tells a worker whether the order is still his.</summary>
    public int Attempts { get; private set; }

    /// <summary>When the switch is told next, system time; the end of the lease while a worker has it.</summary>
    public DateTimeOffset DueAt { get; private set; }
    public string? LastError { get; private set; }
    public DateTimeOffset OrderedAt { get; private set; }
    public DateTimeOffset? ConfirmedAt { get; private set; }
    public string? Traceparent { get; private set; }

    /// <param name="line">After the move that makes the order necessary.</param>
    /// <param name="state">What the switch has to do.</param>
    /// <param name="now">System time.</param>
    /// <param name="traceparent">The trace that the order belongs to.</param>
    public static LineOrder Place(LineStanding line, SwitchState state, DateTimeOffset now, string? traceparent) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            LineId = line.LineId,
            Sequence = line.Version,
            ServiceNumber = line.ServiceNumber,
            State = state,
            Status = LineOrderStatus.Waiting,
            Lane = state == SwitchState.Open ? OrderLane.Restore : OrderLane.Bar,
            DueAt = now,
            OrderedAt = now,
            Traceparent = traceparent,
        };

    /// <summary>Whether the order is still the one that was taken for this attempt, and nobody confirmed or withdrew it.</summary>
    public bool IsUnderWay(int attempt) => Status == LineOrderStatus.Waiting && Attempts == attempt;

    /// <summary>The switch has done it. Whoever hears that first, also after his lease: done is done.</summary>
    /// <returns>False when it was known before, or a newer order took this one's place.</returns>
    public bool Confirm(DateTimeOffset now)
    {
        if (Status != LineOrderStatus.Waiting)
        {
            return false;
        }

        Status = LineOrderStatus.Confirmed;
        ConfirmedAt = now;
        LastError = null;
        return true;
    }

    /// <summary>The switch did not take it, or nobody knows: told again after 1 s, 2 s, 4 s … at most 30 s.</summary>
    /// <param name="reason">What the switch said, without personal data.</param>
    /// <param name="now">System time.</param>
    public void Postpone(string reason, DateTimeOffset now)
    {
        var pause = FirstPause * Math.Pow(2, Math.Clamp(Attempts - 1, 0, 10));
        DueAt = now + (pause < LongestPause ? pause : LongestPause);
        LastError = reason;
    }
}

/// <summary>What the switch lets through on a line.</summary>
public enum SwitchState
{
    Open,

    /// <summary>Outgoing calls and data are barred; emergency calls and the payment page stay (dunning.keep_emergency_calls).</summary>
    AllButEmergency,

    /// <summary>The line is no more.</summary>
    Ceased,
}

public enum LineOrderStatus
{
    Waiting,
    Confirmed,

    /// <summary>A newer order took its place.</summary>
    Withdrawn,
}

/// <summary>Orders queue apart, so that neither a night of suspensions nor a hanging switch holds up a restore.</summary>
public enum OrderLane
{
    Restore,
    Bar,

    /// <summary>Tried before.</summary>
    Again,
}
