using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// A drafted statement takes something off because of complaints (features.md V8).
/// </summary>
/// <param name="StatementId">The statement.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="ProviderId">Whose statement.</param>
/// <param name="ProviderNumber">What people call the provider.</param>
/// <param name="Period">The month settled, <c>yyyy-MM</c>.</param>
/// <param name="Reason">What kind of deduction, e.g. <c>complaintFactor</c>.</param>
/// <param name="Amount">How much less the provider gets.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="ComplaintIds">The first 200 complaints behind it, comma-separated; the statement names them all.</param>
/// <param name="PolicyVersion">The policies it rests on, each with jurisdiction and version.</param>
/// <param name="AdjustedAt">When, UTC.</param>
/// <param name="Complaints">How many complaints there are behind it; 0 when that was not said.</param>
public sealed record SettlementAdjusted(
    Guid StatementId,
    long Version,
    Guid ProviderId,
    string ProviderNumber,
    string Period,
    string Reason,
    decimal Amount,
    string Currency,
    string ComplaintIds,
    string PolicyVersion,
    DateTimeOffset AdjustedAt,
    int Complaints = 0
);
