using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using ApiConventions.Writes;
using Billing.Data;
using Billing.Domain.Bills;
using Microsoft.EntityFrameworkCore;

namespace Billing.Features.Bills;

/// <summary>A bill's reversal, asked for by one person and decided by another.</summary>
/// <param name="IsBilledAgain">Whether a run was asked for that replaces the bill.</param>
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
    bool IsBilledAgain,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "BillReversal"
) : IVersioned
{
    public const string Root = "/api/billing/v1/billReversals";

    internal static BillReversalView Of(ReversalRow row) => Of(row.Reversal, row.IsBilledAgain);

    /// <param name="reversal">One that was asked for or decided just now.</param>
    internal static BillReversalView Of(BillReversal reversal) => Of(reversal, isBilledAgain: false);

    private static BillReversalView Of(BillReversal reversal, bool isBilledAgain) =>
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
            isBilledAgain,
            reversal.Version
        );
}

/// <summary>A reversal beside what came after it.</summary>
internal sealed class ReversalRow
{
    public required BillReversal Reversal { get; init; }
    public bool IsBilledAgain { get; init; }

    public static IQueryable<ReversalRow> Of(BillingDb db) =>
        db.Set<BillReversal>()
            .AsNoTracking()
            .Select(reversal => new ReversalRow
            {
                Reversal = reversal,
                IsBilledAgain = db.BillRuns.Any(run => run.ReplacesBillId == reversal.BillId),
            });
}
