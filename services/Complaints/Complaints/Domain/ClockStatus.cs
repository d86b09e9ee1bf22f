using Rules;
using static Complaints.Domain.ClockAction;
using static Complaints.Domain.ClockStatus;

namespace Complaints.Domain;

/// <summary>What a case promises the customer, each with its own limit (features.md C4).</summary>
public enum ClockKind
{
    /// <summary>He knows that his case was taken: its text was delivered, or he was told so.</summary>
    Acknowledgement,

    /// <summary>He is told a first result.</summary>
    FirstResult,

    /// <summary>He has the final answer: the case is resolved or rejected with a reason.</summary>
    FinalAnswer,
}

public enum ClockStatus
{
    Running,

    /// <summary>Stands still while the case waits for somebody outside who is named.</summary>
    Paused,

    /// <summary>Kept, or no longer owed. What was fired before stays on record.</summary>
    Stopped,
}

public enum ClockAction
{
    Pause,
    Resume,
    Stop,
}

/// <summary>The life of a clock.</summary>
public static class ClockLifeCycle
{
    // csharpier-ignore
    public static ClockStatus Next(ClockStatus from, ClockAction by) => (from, by) switch
    {
        (Running, ClockAction.Pause) => Paused,
        (Running, Stop)              => Stopped,
        (Paused, Resume)             => Running,
        (Paused, Stop)               => Stopped,
        _ => throw new RuleViolation("clock.illegal-move", $"A clock that is {from} cannot {by}."),
    };
}
