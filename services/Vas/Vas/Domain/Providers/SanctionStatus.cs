using Rules;

namespace Vas.Domain.Providers;

public enum SanctionKind
{
    /// <summary>It is told, and has to answer.</summary>
    Notice,

    /// <summary>It takes no new subscribers.</summary>
    NoNewSales,

    /// <summary>Its settlement is cut by an amount.</summary>
    Fine,

    /// <summary>It leaves, and its licence is blacklisted.</summary>
    Exit,
}

/// <summary>What a sanction goes back to.</summary>
public enum SanctionCause
{
    /// <summary>Somebody's own decision.</summary>
    Decision,

    /// <summary>Its score fell below a threshold.</summary>
    Score,

    /// <summary>Its complaint rate reached the worst settlement grade.</summary>
    ComplaintRate,
}

public enum SanctionStatus
{
    InForce,

    /// <summary>One person wants it lifted; it is in force until a second one agrees.</summary>
    LiftProposed,
    Lifted,
}

public enum SanctionAction
{
    ProposeLifting,
    RefuseLifting,
    ApproveLifting,
    UpholdObjection,
}

/// <summary>The life cycle of a sanction (features.md V9): one proposes to lift it, another agrees.</summary>
public static class SanctionLifeCycle
{
    /// <exception cref="RuleViolation"><c>sanction.illegal-move</c>.</exception>
    public static SanctionStatus Next(SanctionStatus from, SanctionAction by) =>
        // csharpier-ignore
        (from, by) switch
        {
            (SanctionStatus.InForce, SanctionAction.ProposeLifting) => SanctionStatus.LiftProposed,
            (SanctionStatus.LiftProposed, SanctionAction.RefuseLifting) => SanctionStatus.InForce,
            (SanctionStatus.LiftProposed, SanctionAction.ApproveLifting) => SanctionStatus.Lifted,
            (SanctionStatus.InForce, SanctionAction.UpholdObjection) => SanctionStatus.Lifted,
            (SanctionStatus.LiftProposed, SanctionAction.UpholdObjection) => SanctionStatus.Lifted,
            _ => throw new RuleViolation("sanction.illegal-move", $"A sanction that is {from} cannot {by}."),
        };
}
