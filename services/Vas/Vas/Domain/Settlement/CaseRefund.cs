using System;

namespace Vas.Domain.Settlement;

/// <summary>
/// What a customer was paid for a case before fault was settled (features.md B12, V15). When the provider is found
/// responsible it owes the refund, as long as Billing did not take it back from the customer.
/// </summary>
public sealed class CaseRefund
{
    private CaseRefund() { }

    public Guid CompensationId { get; private set; }
    public Guid ComplaintId { get; private set; }
    public decimal Amount { get; private set; }
    public string Currency { get; private set; } = "";

    /// <summary>The charge that it is for, when the compensation named one.</summary>
    public Guid? ChargeId { get; private set; }

    /// <summary>Null while only its end was heard of.</summary>
    public DateTimeOffset? GrantedAt { get; private set; }
    public DateTimeOffset? TakenBackAt { get; private set; }

    public static CaseRefund Of(Guid compensationId, Guid complaintId, decimal amount, string currency) =>
        new()
        {
            CompensationId = compensationId,
            ComplaintId = complaintId,
            Amount = amount,
            Currency = currency,
        };

    public void HearGranted(Guid? chargeId, DateTimeOffset at)
    {
        GrantedAt ??= at;
        ChargeId ??= chargeId;
    }

    public void HearTakenBack(DateTimeOffset at) => TakenBackAt ??= at;
}
