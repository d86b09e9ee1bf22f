using System.Collections.Generic;

namespace Vas.Domain.Providers;

/// <summary>What a provider's score leads to, as of a moment (policies.md, <c>sp.score.*</c> and its neighbours).</summary>
/// <param name="Start">With how many points a provider begins.</param>
/// <param name="NoNewBelow">Below this it may not take new subscribers.</param>
/// <param name="WarnBelow">Below this it gets a notice.</param>
/// <param name="ExitBelow">Below this it has to leave.</param>
/// <param name="Penalties">The ladder of points that an offence costs, ascending.</param>
/// <param name="BlacklistedFor">Months for which nobody registers it again after that.</param>
public sealed record ScoreTerms(
    int Start,
    int NoNewBelow,
    int WarnBelow,
    int ExitBelow,
    IReadOnlyList<int> Penalties,
    int BlacklistedFor
);
