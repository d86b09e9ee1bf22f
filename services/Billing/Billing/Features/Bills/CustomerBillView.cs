using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using ApiConventions.Writes;
using Billing.Domain.Bills;

namespace Billing.Features.Bills;

/// <summary>A bill as TMF678 `customerBill`.</summary>
/// <param name="BillNo">Without a gap over all bills.</param>
/// <param name="RemainingAmount">What is still to be paid, disputed lines included; nothing of a reversed bill.</param>
/// <param name="ReversedDate">When the bill was taken back; missing while it stands.</param>
public sealed record CustomerBillView(
    Guid Id,
    string Href,
    string BillNo,
    DateOnly BillDate,
    BillingPeriodView BillingPeriod,
    string Category,
    string RunType,
    string State,
    DateOnly PaymentDueDate,
    MoneyView AmountDue,
    MoneyView TaxIncludedAmount,
    MoneyView RemainingAmount,
    DateTimeOffset LastUpdate,
    DateTimeOffset? ReversedDate,
    BillingAccountRef BillingAccount,
    IReadOnlyList<BillDocumentRef> BillDocument,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "CustomerBill"
) : IVersioned
{
    public const string Root = "/tmf-api/customerBillManagement/v4/customerBill";

    internal static CustomerBillView Of(Bill bill)
    {
        var month = BillingMonth.Read(bill.Period)!.Value;
        return new(
            bill.Id,
            $"{Root}/{bill.Id}",
            bill.Number,
            bill.BillDate,
            new(month.First, month.Last),
            "normal",
            bill.RunId == BillRun.IdOf(month) ? "onCycle" : "offCycle",
            ToWord(bill.Status),
            bill.DueOn,
            new(bill.Currency, bill.AmountDue),
            new(bill.Currency, bill.AmountDue),
            new(bill.Currency, bill.ReversedAt is null ? bill.Open : 0),
            bill.ReversedAt ?? bill.SettledAt ?? bill.IssuedAt,
            bill.ReversedAt,
            BillingAccountRef.Of(bill.AccountId),
            [
                new(bill.Id, $"/api/billing/v1/bills/{bill.Id}/document", "application/pdf", $"{bill.Number}.pdf"),
                new(bill.Id, $"/api/billing/v1/bills/{bill.Id}/page", "text/html", $"{bill.Number}.html"),
            ],
            bill.Version
        );
    }

    internal static string ToWord<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    internal static BillStatus? ReadState(string word) =>
        Enum.GetValues<BillStatus>().Where(status => ToWord(status) == word).Cast<BillStatus?>().SingleOrDefault();
}

/// <summary>Local dates, both ends included.</summary>
public sealed record BillingPeriodView(DateOnly StartDate, DateOnly EndDate);

/// <param name="Unit">ISO 4217.</param>
public sealed record MoneyView(string Unit, decimal Value);

public sealed record BillingAccountRef(
    Guid Id,
    string Href,
    [property: JsonPropertyName("@referredType")] string ReferredType = "BillingAccount"
)
{
    internal static BillingAccountRef Of(Guid account) => new(account, $"/api/billing/v1/accounts/{account}");
}

public sealed record BillDocumentRef(
    Guid Id,
    string Href,
    string MimeType,
    string Name,
    string AttachmentType = "bill",
    [property: JsonPropertyName("@type")] string Type = "AttachmentRef"
);
