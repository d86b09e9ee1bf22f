using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using Billing.Domain.Tariffs;
using Billing.Domain.Usage;

namespace Billing.Features.Usage;

/// <summary>A usage record as TMF635 `usage`.</summary>
/// <param name="UsageDate">When it began.</param>
/// <param name="UsageType">voice, sms or data.</param>
/// <param name="Status">rated; rejected when it came without what rating needs.</param>
/// <param name="StatusReason">What it lacks.</param>
public sealed record UsageView(
    Guid Id,
    string Href,
    DateTimeOffset? UsageDate,
    string UsageType,
    string Status,
    string? StatusReason,
    UsageSpecificationLink UsageSpecification,
    IReadOnlyList<UsageCharacteristicView> UsageCharacteristic,
    IReadOnlyList<UsagePartyView> RelatedParty,
    IReadOnlyList<RatedProductUsageView> RatedProductUsage,
    [property: JsonPropertyName("@type")] string Type = "Usage"
)
{
    public const string Root = "/tmf-api/usageManagement/v4/usage";

    public static UsageView Of(UsageRecord record)
    {
        var kind = record.Kind.ToWord();
        List<UsageCharacteristicView> characteristics =
        [
            new("serviceNumber", record.ServiceNumber, "string"),
            new("quantity", record.Quantity, "number"),
            new("unit", record.Kind.Unit(), "string"),
            new("sourceKey", record.SourceKey, "string"),
        ];
        if (record.OtherParty is { } otherParty)
        {
            characteristics.Add(new("otherParty", otherParty, "string"));
        }

        return new(
            record.Id,
            $"{Root}/{record.Id}",
            record.OccurredAt,
            kind,
            "rated",
            StatusReason: null,
            UsageSpecificationLink.To(record.Kind),
            characteristics,
            [new(record.AccountId, $"/api/billing/v1/accounts/{record.AccountId}")],
            [
                new(
                    record.ReceivedAt,
                    new(record.Currency, record.Charge),
                    record.Charge == 0 ? "included" : "usage",
                    new(record.SubscriptionId)
                ),
            ]
        );
    }

    /// <param name="reject">One that was posted by itself: its kind is known.</param>
    public static UsageView Of(UsageReject reject)
    {
        var kind = UsageWords.Read(reject.Kind)!.Value;
        List<UsageCharacteristicView> characteristics = [new("unit", kind.Unit(), "string")];
        if (reject.ServiceNumber is { } serviceNumber)
        {
            characteristics.Add(new("serviceNumber", serviceNumber, "string"));
        }

        if (reject.Quantity is { } quantity)
        {
            characteristics.Add(new("quantity", quantity, "number"));
        }

        if (reject.SourceKey is { } sourceKey)
        {
            characteristics.Add(new("sourceKey", sourceKey, "string"));
        }

        return new(
            reject.Id,
            $"{Root}/{reject.Id}",
            reject.OccurredAt,
            kind.ToWord(),
            "rejected",
            reject.Reason,
            UsageSpecificationLink.To(kind),
            characteristics,
            RelatedParty: [],
            RatedProductUsage: []
        );
    }
}

public sealed record UsageSpecificationLink(
    Guid Id,
    string Href,
    string Name,
    [property: JsonPropertyName("@referredType")] string ReferredType = "UsageSpecification"
)
{
    internal static UsageSpecificationLink To(UsageKind kind)
    {
        var id = UsageSpecification.IdOf(kind);
        return new(id, $"{UsageSpecificationView.Root}/{id}", kind.ToWord());
    }
}

/// <param name="Value">A text or a number, as `valueType` says.</param>
public sealed record UsageCharacteristicView(string Name, object Value, string ValueType);

public sealed record UsagePartyView(
    Guid Id,
    string Href,
    string Role = "account",
    [property: JsonPropertyName("@referredType")] string ReferredType = "BillingAccount"
);

/// <param name="TaxIncludedRatingAmount">
/// What the record added to its month: exact, so that a month's records add up; below zero where a volume price fell.
/// </param>
/// <param name="UsageRatingTag">included or usage.</param>
public sealed record RatedProductUsageView(
    DateTimeOffset RatingDate,
    UsageAmountView TaxIncludedRatingAmount,
    string UsageRatingTag,
    UsageProductRef ProductRef,
    string RatingAmountType = "Total"
);

/// <param name="Unit">ISO 4217.</param>
public sealed record UsageAmountView(string Unit, decimal Value);

/// <param name="Id">The subscription.</param>
public sealed record UsageProductRef(
    Guid Id,
    [property: JsonPropertyName("@referredType")] string ReferredType = "Subscription"
);
