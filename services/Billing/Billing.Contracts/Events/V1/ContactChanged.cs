using System;

namespace Billing.Contracts.Events.V1;

/// <summary>
/// How an account wants to be reached from now on. Billing owns contacts; whoever sends keeps its own book from this
/// event and ignores a <paramref name="Version"/> older than the one it holds.
/// </summary>
/// <param name="AccountId">The account whose contact it is.</param>
/// <param name="Version">Version of the account; rises with every change.</param>
/// <param name="AccountNumber">What the customer reads on the bill.</param>
/// <param name="PhoneNumber">Number for SMS, digits only; null when there is none.</param>
/// <param name="Email">Address for e-mail; null when there is none.</param>
/// <param name="Language"><c>zh</c> or <c>en</c>.</param>
/// <param name="ChangedAt">When, UTC.</param>
public sealed record ContactChanged(
    Guid AccountId,
    long Version,
    string AccountNumber,
    string? PhoneNumber,
    string? Email,
    string Language,
    DateTimeOffset ChangedAt
);
