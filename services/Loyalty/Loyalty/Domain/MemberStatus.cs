namespace Loyalty.Domain;

public enum MemberStatus
{
    Active,

    /// <summary>A line is suspended: points are kept but not spent.</summary>
    Frozen,

    /// <summary>The account is closed and its points void; nothing leads back.</summary>
    Closed,
}
