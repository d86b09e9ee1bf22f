namespace Complaints.Domain;

/// <summary>
/// Which case is worked on first (features.md C5): 1 before 2, down to 4. Harm and urgency are the severity; the tier
/// moves a case up, and never above one that is critical for anybody.
/// </summary>
internal static class CasePriority
{
    public const int First = 1;
    public const int Last = 4;

    public static int Of(Severity severity, CustomerTier? tier) =>
        // csharpier-ignore
        (severity, tier ?? CustomerTier.None) switch
        {
            (Severity.Critical, _) => First,
            (Severity.Major, CustomerTier.Diamond or CustomerTier.Gold) => First,
            (Severity.Major, _) => 2,
            (Severity.Minor, CustomerTier.Diamond) => First,
            (Severity.Minor, CustomerTier.None) => 3,
            (Severity.Minor, _) => 2,
            (_, CustomerTier.Diamond) => 2,
            (_, CustomerTier.None) => Last,
            _ => 3,
        };
}
