using System;
using System.Collections.Generic;
using System.Linq;
using Rules;

namespace Vas.Domain.Settlement;

/// <summary>
/// A provider's month in money (features.md V8): bands, bad debt, service fee, complaint factor, penalties, claw-backs,
/// what is carried in; each step works on what the ones before have left. Runs settle by SQL, which a property test holds
/// to this to the fen.
/// </summary>
public static class StatementCalculator
{
    public static IReadOnlyList<SettlementLine> Lines(ProviderMonth month, SettlementTerms terms, RateTerms rates)
    {
        var lines = new List<SettlementLine>();
        var net = month.Charges.Sum();
        if (net > 0)
        {
            lines.AddRange(Shares(net, terms.Shares));
            lines.Add(Off(SettlementLineKind.BadDebt, lines.Sum(line => line.Amount), terms.BadDebt / 100));
            lines.Add(Off(SettlementLineKind.ServiceFee, lines.Sum(line => line.Amount), terms.ServiceFee / 100));
            var complaints = ByNumber(month.Complaints);
            var factor = RateResult.Of(complaints.Count, month.Subscribers, rates).Factor;
            if (factor < 1)
            {
                var left = lines.Sum(line => line.Amount);
                lines.Add(Off(SettlementLineKind.ComplaintFactor, left, 1 - factor) with { Complaints = complaints });
            }
        }

        lines.AddRange(month.Fines.Select(fine => Of(SettlementLineKind.Penalty, fine)).OrderBy(Source));
        lines.AddRange(month.Refunds.Select(refund => Of(SettlementLineKind.ClawBack, refund)).OrderBy(Source));
        lines.AddRange(month.Reversals.Select(TakenBack).OrderBy(Source));
        if (month.CarriedIn != 0)
        {
            lines.Add(new(SettlementLineKind.CarriedIn, month.CarriedIn, 1, month.CarriedIn, null, null, []));
        }

        return lines;
    }

    /// <summary>Marginal: each part of the net charges has the share of the band it falls into.</summary>
    private static IEnumerable<SettlementLine> Shares(decimal net, IReadOnlyList<ShareBand> bands)
    {
        var from = 0m;
        foreach (var band in bands.TakeWhile(_ => net > from))
        {
            var basis = Math.Min(net, band.UpTo ?? net) - from;
            yield return new(
                SettlementLineKind.Share,
                basis,
                band.Provider,
                Money.Rounded(basis * band.Provider),
                null,
                null,
                []
            );
            from = band.UpTo ?? net;
        }
    }

    private static SettlementLine Off(SettlementLineKind kind, decimal basis, decimal rate) =>
        new(kind, basis, rate, -Money.Rounded(basis * rate), null, null, []);

    private static SettlementLine Of(SettlementLineKind kind, OwedSum owed) =>
        new(kind, owed.Amount, 1, -owed.Amount, owed.SourceId, owed.Note, owed.Complaint is { } one ? [one] : []);

    /// <summary>Of each yuan of the statement's net charges the provider kept so much.</summary>
    private static SettlementLine TakenBack(LateReversal it)
    {
        var kept = decimal.Round(it.Earned / it.Net, 6, MidpointRounding.AwayFromZero);
        return new(
            SettlementLineKind.ClawBack,
            it.Amount,
            kept,
            -Money.Rounded(it.Amount * kept),
            it.StatementId,
            it.Number,
            []
        );
    }

    // As PostgreSQL orders uuids; Guid's own order is the same on this runtime, but nobody promises it.
    private static string Source(SettlementLine line) => $"{line.SourceId}";

    private static List<ComplaintRef> ByNumber(IEnumerable<ComplaintRef> complaints) =>
        [
            .. complaints
                .OrderBy(it => it.CaseNumber, StringComparer.Ordinal)
                .ThenBy(it => $"{it.Id}", StringComparer.Ordinal),
        ];
}

/// <summary>Everything that a provider's month is settled by.</summary>
/// <param name="Charges">Those that stand, without reversed ones.</param>
/// <param name="Subscribers">Active subscriptions at the month's start.</param>
/// <param name="Complaints">Those that count by the contract's definition.</param>
/// <param name="Fines">That no statement has taken yet.</param>
/// <param name="Refunds">
/// That no statement has taken yet, for cases and beyond wrong charges; negative for what the provider gets back.
/// </param>
/// <param name="CarriedIn">What earlier statements left negative.</param>
/// <param name="Reversals">Of charges that earlier statements paid for, and that no statement has taken back yet.</param>
public sealed record ProviderMonth(
    IReadOnlyList<decimal> Charges,
    int Subscribers,
    IReadOnlyList<ComplaintRef> Complaints,
    IReadOnlyList<OwedSum> Fines,
    IReadOnlyList<OwedSum> Refunds,
    decimal CarriedIn,
    IReadOnlyList<LateReversal> Reversals
);

/// <summary>Charges that were reversed after the statement of their month was issued.</summary>
/// <param name="Amount">What customers had paid for them.</param>
/// <param name="Earned">What the statement gave the provider before penalties and claw-backs.</param>
/// <param name="Net">The net charges that this came from.</param>
public sealed record LateReversal(Guid StatementId, string Number, decimal Amount, decimal Earned, decimal Net);

/// <summary>A sum that the provider owes by itself.</summary>
public sealed record OwedSum(Guid SourceId, decimal Amount, string? Note, ComplaintRef? Complaint);
