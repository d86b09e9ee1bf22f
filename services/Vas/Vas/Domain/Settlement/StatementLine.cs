using System;
using System.Linq;

namespace Vas.Domain.Settlement;

/// <summary>A line as it stands on a statement.</summary>
public sealed class StatementLine
{
    private StatementLine() { }

    public Guid Id { get; private set; }

    /// <summary>From 1.</summary>
    public int Seq { get; private set; }
    public SettlementLineKind Kind { get; private set; }
    public decimal Basis { get; private set; }
    public decimal Rate { get; private set; }
    public decimal Amount { get; private set; }
    public Guid? SourceId { get; private set; }
    public string? Note { get; private set; }
    public Guid[] ComplaintIds { get; private set; } = [];
    public string[] CaseNumbers { get; private set; } = [];

    public SettlementLine Calculated =>
        new(
            Kind,
            Basis,
            Rate,
            Amount,
            SourceId,
            Note,
            [.. ComplaintIds.Zip(CaseNumbers, (id, number) => new ComplaintRef(id, number))]
        );

    internal static StatementLine Of(SettlementLine line, int seq) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Seq = seq,
            Kind = line.Kind,
            Basis = line.Basis,
            Rate = line.Rate,
            Amount = line.Amount,
            SourceId = line.SourceId,
            Note = line.Note,
            ComplaintIds = [.. line.Complaints.Select(complaint => complaint.Id)],
            CaseNumbers = [.. line.Complaints.Select(complaint => complaint.CaseNumber)],
        };
}
