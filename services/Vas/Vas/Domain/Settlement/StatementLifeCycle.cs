using Rules;
using static Vas.Domain.Settlement.StatementAction;
using static Vas.Domain.Settlement.StatementStatus;

namespace Vas.Domain.Settlement;

public enum StatementStatus
{
    /// <summary>Waits for objections and a second person; may be drafted again.</summary>
    Drafted,

    /// <summary>Final.</summary>
    Issued,
}

public enum StatementAction
{
    DraftAgain,
    RaiseObjection,
    DecideObjection,
    Issue,
}

/// <summary>The life of a statement (features.md V8).</summary>
public static class StatementLifeCycle
{
    /// <exception cref="RuleViolation"><c>settlement.illegal-move</c>.</exception>
    // csharpier-ignore
    public static StatementStatus Next(StatementStatus from, StatementAction by) => (from, by) switch
    {
        (Drafted, DraftAgain)       => Drafted,
        (Drafted, RaiseObjection)   => Drafted,
        (Drafted, DecideObjection)  => Drafted,
        (Drafted, Issue)            => Issued,
        _ => throw new RuleViolation("settlement.illegal-move", $"A statement that is {from} cannot {by}."),
    };
}
