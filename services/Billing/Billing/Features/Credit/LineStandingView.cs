using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Writes;
using Billing.Data;
using Billing.Domain;
using Billing.Domain.Credit;
using Microsoft.EntityFrameworkCore;

namespace Billing.Features.Credit;

/// <summary>A line as credit control has it.</summary>
/// <param name="Id">The line's.</param>
/// <param name="Status">active, suspensionOrdered, suspended, restoreOrdered or terminated.</param>
/// <param name="Barred">allButEmergency while the switch bars it: emergency calls and the payment page stay; null else.</param>
/// <param name="AmountOpen">Open on bills whose due day is over; paid in full, the line comes back.</param>
/// <param name="Currency">Null when nothing is open.</param>
public sealed record LineStandingView(
    Guid Id,
    string Href,
    Guid AccountId,
    string ServiceNumber,
    string LineKind,
    string Status,
    string? Barred,
    decimal AmountOpen,
    string? Currency,
    DateTimeOffset? SuspendedAt,
    DateTimeOffset? TerminatedAt,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "LineStanding"
) : IVersioned
{
    /// <summary>How these lines of an account stand today; one that credit control never touched is active.</summary>
    internal static async Task<List<LineStandingView>> OfAsync(
        BillingDb db,
        Guid account,
        IReadOnlyCollection<Line> lines,
        DateOnly today,
        CancellationToken ct
    )
    {
        var ids = lines.Select(line => line.Id).ToList();
        var standings = await db
            .LineStandings.AsNoTracking()
            .Where(standing => ids.Contains(standing.LineId))
            .ToDictionaryAsync(standing => standing.LineId, ct);
        var arrears = await db.ArrearsOfAsync([account], today, today, ct);
        return
        [
            .. lines.Select(line =>
                Of(
                    standings.GetValueOrDefault(line.Id) ?? LineStanding.Of(line, account),
                    arrears.Find(open => open.LineId == line.Id)
                )
            ),
        ];
    }

    private static LineStandingView Of(LineStanding line, LineArrears? arrears) =>
        new(
            line.LineId,
            $"/api/billing/v1/lines/{line.LineId}/standing",
            line.AccountId,
            line.ServiceNumber,
            Word(line.LineKind),
            Word(line.Status),
            line.Status is LineStandingStatus.Suspended or LineStandingStatus.RestoreOrdered
                ? Word(SwitchState.AllButEmergency)
                : null,
            arrears?.Open ?? 0,
            arrears?.Currency,
            line.SuspendedAt,
            line.TerminatedAt,
            line.Version
        );

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
