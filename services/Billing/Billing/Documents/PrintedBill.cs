using System;
using System.Collections.Generic;
using Billing.Domain;
using Billing.Domain.Bills;
using Billing.Domain.Charges;
using Billing.Domain.Tariffs;

namespace Billing.Documents;

/// <summary>Everything that stands on a printed bill. What was paid since does not: a document does not change.</summary>
/// <param name="Replaces">Number of the bill that was taken back and that this one stands for; mostly there is none.</param>
/// <param name="Plans">Of each subscription on the bill, on the terms that were consented to.</param>
/// <param name="Charges">What third parties charged on it.</param>
internal sealed record PrintedBill(
    Bill Bill,
    string? Replaces,
    Account Account,
    IReadOnlyDictionary<Guid, Offering> Plans,
    IReadOnlyDictionary<Guid, ThirdPartyCharge> Charges
)
{
    public BillingMonth Month { get; } = BillingMonth.Read(Bill.Period)!.Value;
}
