using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using ApiConventions.Writes;
using Billing.Domain.Bills;

namespace Billing.Features.Bills;

/// <summary>A bill's reversal, asked for by one person and decided by another.</summary>
public sealed record BillReversalView(
    Guid Id,
    string Href,
    Guid BillId,
    string Status,
    string Reason,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "BillReversal"
) : IVersioned
{
    public const string Root = "/api/billing/v1/billReversals";

    internal static BillReversalView Of(BillReversal reversal) =>
        new(
            reversal.Id,
            $"{Root}/{reversal.Id}",
            reversal.BillId,
            JsonNamingPolicy.CamelCase.ConvertName(reversal.Status.ToString()),
            reversal.Reason,
            reversal.RequestedBy,
            reversal.RequestedAt,
            reversal.DecidedBy,
            reversal.DecidedAt,
            reversal.Version
        );
}
