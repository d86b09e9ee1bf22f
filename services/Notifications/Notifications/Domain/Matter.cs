using System;

namespace Notifications.Domain;

/// <summary>What a message is about, so that it can be found from there and leads there.</summary>
/// <param name="Kind">One of the words below.</param>
/// <param name="Id">Which one, at its owner.</param>
/// <param name="Number">What people call it: the number of a case or bill, a line's own; null when it has none.</param>
public sealed record Matter(string Kind, Guid Id, string? Number = null)
{
    public const string CaseKind = "troubleTicket";
    public const string BillKind = "customerBill";
    public const string PaymentKind = "payment";
    public const string ProductKind = "product";
    private const string ChargeKind = "serviceCharge";
    private const string InquiryKind = "inquiry";
    private const string LineKind = "line";
    private const string AccountKind = "account";
    private const string CompensationKind = "compensation";
    private const string RedemptionKind = "redemption";

    public static Matter Case(Guid id, string? number) => new(CaseKind, id, number);

    public static Matter Bill(Guid id, string number) => new(BillKind, id, number);

    public static Matter Payment(Guid id) => new(PaymentKind, id);

    public static Matter Line(Guid id, string serviceNumber) => new(LineKind, id, serviceNumber);

    public static Matter Account(Guid id) => new(AccountKind, id);

    public static Matter Compensation(Guid id) => new(CompensationKind, id);

    /// <summary>A subscription to a value-added service.</summary>
    public static Matter Product(Guid id, string serviceNumber) => new(ProductKind, id, serviceNumber);

    public static Matter ServiceCharge(Guid id, string serviceNumber) => new(ChargeKind, id, serviceNumber);

    public static Matter Inquiry(Guid id, string serviceNumber) => new(InquiryKind, id, serviceNumber);

    public static Matter Redemption(Guid id) => new(RedemptionKind, id);
}
