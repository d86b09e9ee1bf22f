using System;

namespace Complaints.Domain;

/// <summary>What of a case can be corrected later.</summary>
public sealed record CaseText(
    string? Name,
    string Description,
    string? ExternalId,
    Severity Severity,
    CaseNature? Nature = null
);

/// <summary>What is known when a case is taken.</summary>
/// <param name="AccountCheck">What Billing said of <paramref name="AccountId"/>.</param>
/// <param name="Unit">Which unit works on it.</param>
/// <param name="Tier">What Loyalty said of the customer; null when it was not asked.</param>
/// <param name="Nature">What it is about; null when nobody said.</param>
/// <param name="VasServiceId">The value-added service it is about; null when it is about none.</param>
public sealed record NewCase(
    TicketType TicketType,
    Severity Severity,
    string Description,
    string? Name,
    string? ExternalId,
    IntakeChannel Channel,
    Guid? AccountId,
    AccountCheck AccountCheck,
    string? ContactPhone,
    string? ContactLanguage,
    string? Unit,
    TierAnswer? Tier = null,
    CaseNature? Nature = null,
    Guid? VasServiceId = null
);
