using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// A second person approved another value of one of Vas's policies.
/// </summary>
/// <param name="ChangeId">The change.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="Key">Which policy.</param>
/// <param name="Jurisdiction">Where it applies.</param>
/// <param name="PolicyVersion">Version of the policy row.</param>
/// <param name="EffectiveFrom">From when, UTC.</param>
public sealed record VasPolicyChanged(
    Guid ChangeId,
    long Version,
    string Key,
    string Jurisdiction,
    int PolicyVersion,
    DateTimeOffset EffectiveFrom
);
