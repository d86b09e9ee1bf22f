using System;
using System.Text.Json.Serialization;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>The drafting of a month.</summary>
/// <param name="Statements">How many were drafted, or looked at again.</param>
/// <param name="Waiting">How many providers wait for an earlier statement to be issued.</param>
public sealed record SettlementRunView(
    Guid Id,
    string Href,
    string Period,
    int Statements,
    int Waiting,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    [property: JsonPropertyName("@type")] string Type = "SettlementRun"
)
{
    public const string Root = "/api/vas/v1/settlementRuns";

    internal static SettlementRunView Of(SettlementRun run) =>
        new(run.Id, $"{Root}/{run.Id}", run.Period, run.Statements, run.Waiting, run.RequestedBy, run.RequestedAt);
}
