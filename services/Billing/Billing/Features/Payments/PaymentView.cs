using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using ApiConventions.Writes;
using Billing.Domain.Payments;

namespace Billing.Features.Payments;

/// <summary>A payment as TMF676 `payment`.</summary>
/// <param name="RemainingAmount">What no bill was open for; it stays the customer's balance.</param>
/// <param name="PaymentItem">Which bills it paid and how much of each, the oldest first.</param>
public sealed record PaymentView(
    Guid Id,
    string Href,
    string CorrelatorId,
    PaymentChannelView Channel,
    PaymentAccountView Account,
    PaymentMethodView PaymentMethod,
    PaymentSum TotalAmount,
    PaymentSum RemainingAmount,
    IReadOnlyList<PaymentItemView> PaymentItem,
    string Status,
    DateTimeOffset StatusDate,
    DateTimeOffset PaymentDate,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "Payment"
) : IVersioned
{
    public const string Root = "/tmf-api/paymentManagement/v4/payment";

    public static PaymentView Of(Payment payment) =>
        new(
            payment.Id,
            $"{Root}/{payment.Id}",
            payment.Correlator,
            new(payment.Channel, payment.Channel),
            new(payment.AccountId, $"/api/billing/v1/accounts/{payment.AccountId}"),
            new(payment.Method.ToWord(), payment.Method.ToWord()),
            new(payment.Currency, payment.Amount),
            new(payment.Currency, payment.LeftAsBalance),
            [
                .. payment
                    .Items.OrderBy(item => item.Seq)
                    .Select(item => new PaymentItemView(
                        $"{item.Seq}",
                        new(payment.Currency, item.Amount),
                        new(item.BillId, $"/tmf-api/customerBillManagement/v4/customerBill/{item.BillId}")
                    )),
            ],
            "done", // a payment is taken in one commit: it has no state before and none after
            payment.ReceivedAt,
            payment.ReceivedAt,
            payment.Version
        );
}

/// <param name="Unit">ISO 4217.</param>
/// <param name="Value">With two decimals.</param>
public sealed record PaymentSum(string Unit, decimal Value);

public sealed record PaymentChannelView(string Id, string Name);

public sealed record PaymentAccountView(
    Guid Id,
    string Href,
    [property: JsonPropertyName("@referredType")] string ReferredType = "BillingAccount"
);

public sealed record PaymentMethodView(string Name, [property: JsonPropertyName("@type")] string Type);

public sealed record PaymentItemView(string Id, PaymentSum Amount, PaidBillView Item);

public sealed record PaidBillView(
    Guid Id,
    string Href,
    [property: JsonPropertyName("@referredType")] string ReferredType = "CustomerBill"
);
