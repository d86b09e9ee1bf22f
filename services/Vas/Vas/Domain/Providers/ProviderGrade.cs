namespace Vas.Domain.Providers;

/// <summary>A provider's score in one letter (features.md V1): which threshold of the ladder it stands above.</summary>
public enum ProviderGrade
{
    /// <summary>It sells.</summary>
    A,

    /// <summary>It takes no new subscribers.</summary>
    B,

    /// <summary>It is warned as well.</summary>
    C,

    /// <summary>It has to leave.</summary>
    D,
}
