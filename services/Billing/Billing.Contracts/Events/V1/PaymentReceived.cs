using System;

namespace Billing.Contracts.Events.V1;

/// <summary>
/// Money came in for an account (features.md B9).
/// </summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="Amount">What was paid.</param>
/// <param name="LeftAsBalance">What no bill was open for; it stays the customer's.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Method">cash or checkout.</param>
/// <param name="Correlator">The channel's own number of the payment, unique for ever.</param>
/// <param name="ReceivedAt">When the customer paid, UTC.</param>
public sealed record PaymentReceived(
    Guid PaymentId,
    long Version,
    Guid AccountId,
    decimal Amount,
    decimal LeftAsBalance,
    string Currency,
    string Method,
    string Correlator,
    DateTimeOffset ReceivedAt
);
