using Rules;
using static Billing.Domain.Tariffs.CatalogueAction;
using static Billing.Domain.Tariffs.CatalogueStatus;

namespace Billing.Domain.Tariffs;

/// <summary>Where a catalogue stands between one who writes it and another who lets it out (features.md B1).</summary>
public enum CatalogueStatus
{
    Draft,
    Proposed,
    Published,
    Rejected,
}

/// <summary>What can be done to a catalogue.</summary>
public enum CatalogueAction
{
    /// <summary>A family or an offering is put in or taken out.</summary>
    Edit,
    Propose,
    Publish,
    Reject,
}

/// <summary>What was decided stays decided: who thinks better of it drafts the next catalogue.</summary>
public static class CatalogueLifeCycle
{
    /// <exception cref="RuleViolation"><c>catalogue.illegal-move</c>.</exception>
    // csharpier-ignore
    public static CatalogueStatus Next(CatalogueStatus from, CatalogueAction by) => (from, by) switch
    {
        (Draft, Edit)       => Draft,
        (Draft, Propose)    => Proposed,
        (Proposed, Publish) => Published,
        (Proposed, Reject)  => Rejected,
        _ => throw new RuleViolation("catalogue.illegal-move", $"A catalogue that is {from} cannot {by}."),
    };
}
