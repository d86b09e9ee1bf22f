using System.Collections.Generic;

namespace Vas.Domain.Providers;

/// <summary>What a provider says of itself and its contract says of it (features.md V1).</summary>
/// <param name="Licence">Number of its licence for value-added services, in its <see cref="Providers.Licence.NormalForm"/>; needed before it is let in.</param>
/// <param name="ContractNumber">Of the contract it works under; needed before it is let in.</param>
/// <param name="Hotline">Where its customers call; needed before it is let in.</param>
/// <param name="Definition">Which complaints count against it, as its contract names it.</param>
public sealed record ProviderDetails(
    string NameZh,
    string NameEn,
    string? Licence,
    string? ContractNumber,
    string? Hotline,
    string Definition = ProviderDetails.Upheld
)
{
    /// <summary>Only complaints that were found to be right count.</summary>
    public const string Upheld = "upheld-v1";

    /// <summary>Every closed complaint counts.</summary>
    public const string All = "all-v1";

    public static IReadOnlyList<string> Definitions { get; } = [Upheld, All];
}

/// <summary>Somebody at the provider who can be asked.</summary>
/// <param name="Role">What for: <c>complaints</c>, <c>settlement</c>.</param>
public sealed record ProviderContact(string Role, string Name, string Phone, string? Email);
