using System;

namespace Complaints.Contracts.Events.V1;

/// <summary>Two persons changed a policy of Complaints: every replica reads them again, open cases are planned anew.</summary>
/// <param name="ChangeId">The change.</param>
/// <param name="Version">Version of the change.</param>
/// <param name="Key">Which policy: <c>complaint.final</c>.</param>
/// <param name="Jurisdiction">Whose.</param>
/// <param name="PolicyVersion">The new version's number.</param>
/// <param name="EffectiveFrom">From when it holds, UTC.</param>
public sealed record ComplaintPolicyChanged(
    Guid ChangeId,
    long Version,
    string Key,
    string Jurisdiction,
    int PolicyVersion,
    DateTimeOffset EffectiveFrom
);
