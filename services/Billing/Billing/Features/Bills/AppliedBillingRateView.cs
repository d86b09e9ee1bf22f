using System;
using System.Text.Json.Serialization;
using Billing.Domain.Bills;

namespace Billing.Features.Bills;

/// <summary>A line of a bill as TMF678 `appliedCustomerBillingRate`.</summary>
/// <param name="RateType">recurring, oneOff, usage, adjustment or thirdParty.</param>
/// <param name="Quantity">Of usage all of the month, of a monthly fee the days in force.</param>
/// <param name="Included">Of usage what the monthly fee includes, of a monthly fee the days of the month.</param>
public sealed record AppliedBillingRateView(
    string Id,
    string Href,
    string Name,
    string NameEn,
    [property: JsonPropertyName("type")] string RateType,
    bool IsBilled,
    DateTimeOffset Date,
    string Period,
    string? UsageKind,
    decimal? Quantity,
    decimal? Included,
    string? Unit,
    MoneyView TaxIncludedAmount,
    BillRef Bill,
    BillingAccountRef BillingAccount,
    [property: JsonPropertyName("@type")] string Type = "AppliedCustomerBillingRate"
)
{
    public const string Root = "/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate";

    internal static AppliedBillingRateView Of(AppliedRate rate)
    {
        var (bill, line) = (rate.Bill, rate.Line);
        var id = $"{bill.Id}-{line.Seq}";
        return new(
            id,
            $"{Root}/{id}",
            line.NameZh,
            line.NameEn,
            CustomerBillView.ToWord(line.Kind),
            IsBilled: true,
            bill.IssuedAt,
            line.Period,
            line.UsageKind,
            line.Quantity,
            line.Included,
            line.Unit,
            new(bill.Currency, line.Amount),
            new(bill.Id, $"{CustomerBillView.Root}/{bill.Id}"),
            BillingAccountRef.Of(bill.AccountId)
        );
    }
}

public sealed record BillRef(
    Guid Id,
    string Href,
    [property: JsonPropertyName("@referredType")] string ReferredType = "CustomerBill"
);

/// <summary>A line beside its bill.</summary>
internal sealed class AppliedRate
{
    public required Bill Bill { get; init; }
    public required BillLine Line { get; init; }
}
