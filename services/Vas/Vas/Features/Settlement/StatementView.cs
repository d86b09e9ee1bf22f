using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using ApiConventions.Writes;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>A provider's settlement of a month; the provider does not read who works on it.</summary>
/// <param name="Status">drafted or issued.</param>
/// <param name="Definition">By which complaints count: upheld-v1 or all-v1.</param>
/// <param name="Subscribers">Active subscriptions at the month's start.</param>
/// <param name="Rate">Complaints per 10,000 of them; missing when there are too few of either.</param>
/// <param name="CarriedForward">What the next statement begins with; negative or 0.</param>
/// <param name="ObjectionsUntil">Until when the provider may object, and nobody may issue.</param>
/// <param name="NeedsDraft">An objection was accepted, so it is drafted again before it is issued.</param>
public sealed record StatementView(
    Guid Id,
    string Href,
    string Number,
    Guid ProviderId,
    string ProviderNumber,
    string ProviderNameZh,
    string ProviderNameEn,
    string Period,
    string Status,
    string Currency,
    string Definition,
    int Complaints,
    int Subscribers,
    decimal? Rate,
    decimal Factor,
    IReadOnlyList<StatementLineView> Lines,
    decimal Payable,
    decimal CarriedForward,
    string PolicyVersions,
    DateTimeOffset DraftedAt,
    DateTimeOffset ObjectionsUntil,
    bool NeedsDraft,
    IReadOnlyList<ObjectionView> Objections,
    DateTimeOffset? IssuedAt,
    string? DraftedBy,
    string? IssuedBy,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "SettlementStatement"
) : IVersioned
{
    public const string Root = "/api/vas/v1/statements";

    internal static StatementView Of(Statement it, bool forStaff) =>
        new(
            it.Id,
            $"{Root}/{it.Id}",
            it.Number,
            it.ProviderId,
            it.ProviderNumber,
            it.ProviderNameZh,
            it.ProviderNameEn,
            it.Period,
            it.Status.ToWord(),
            it.Currency,
            it.Definition,
            it.Complaints,
            it.Subscribers,
            it.Rate,
            it.Factor,
            [.. it.Lines.OrderBy(line => line.Seq).Select(StatementLineView.Of)],
            it.Payable,
            it.CarriedForward,
            it.PolicyVersions,
            it.DraftedAt,
            it.ObjectionsUntil,
            it.NeedsDraft,
            [.. it.Objections.OrderBy(objection => objection.RaisedAt).Select(o => ObjectionView.Of(o, forStaff))],
            it.IssuedAt,
            forStaff ? it.DraftedBy : null,
            forStaff ? it.IssuedBy : null,
            it.Version
        );
}

/// <summary>A line: amount = ±(basis × rate), rounded once.</summary>
/// <param name="Kind">share, badDebt, serviceFee, complaintFactor, penalty, clawBack or carriedIn.</param>
/// <param name="Amount">What the provider gets; negative for a deduction.</param>
/// <param name="SourceId">The compensation, refund or sanction behind it.</param>
/// <param name="Complaints">The complaints that caused it.</param>
public sealed record StatementLineView(
    int Seq,
    string Kind,
    decimal Basis,
    decimal Rate,
    decimal Amount,
    Guid? SourceId,
    string? Note,
    IReadOnlyList<ComplaintView> Complaints
)
{
    internal static StatementLineView Of(StatementLine line) =>
        new(
            line.Seq,
            line.Kind.ToWord(),
            line.Basis,
            line.Rate,
            line.Amount,
            line.SourceId,
            line.Note,
            [.. line.Calculated.Complaints.Select(complaint => new ComplaintView(complaint.Id, complaint.CaseNumber))]
        );
}

/// <summary>A complaint behind a figure.</summary>
public sealed record ComplaintView(Guid Id, string CaseNumber);

/// <summary>What the provider says against a draft, and what became of it.</summary>
/// <param name="Status">open, accepted or rejected.</param>
public sealed record ObjectionView(
    Guid Id,
    string Reason,
    string Status,
    DateTimeOffset RaisedAt,
    string? Answer,
    DateTimeOffset? DecidedAt,
    string? DecidedBy,
    [property: JsonPropertyName("@type")] string Type = "Objection"
)
{
    internal static ObjectionView Of(Objection it, bool forStaff) =>
        new(it.Id, it.Reason, it.Status.ToWord(), it.RaisedAt, it.Answer, it.DecidedAt, forStaff ? it.DecidedBy : null);
}
