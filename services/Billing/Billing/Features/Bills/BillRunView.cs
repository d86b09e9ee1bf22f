using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using Billing.Data;
using Billing.Domain.Bills;
using Microsoft.EntityFrameworkCore;

namespace Billing.Features.Bills;

/// <summary>A bill run and how far it is.</summary>
/// <param name="ReplacesBillId">The bill that was taken back, when it is a run for that one's account alone.</param>
/// <param name="Accounts">How many bills it makes.</param>
/// <param name="Done">How many of them stand; never less than before.</param>
/// <param name="Percent">Of the accounts, rounded down: 100 only when all are done.</param>
/// <param name="Told">Of how many it has been said that they are issued, which begins when all of them stand.</param>
/// <param name="BillsPerSecond">So far, pauses included; missing before the first bill.</param>
/// <param name="EstimatedEnd">If it goes on like this; missing when nothing can be said or it is finished.</param>
public sealed record BillRunView(
    Guid Id,
    string Href,
    string Period,
    Guid? ReplacesBillId,
    string Status,
    DateOnly BillDate,
    DateOnly DueOn,
    int Accounts,
    int Done,
    int Percent,
    int Told,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    decimal? BillsPerSecond,
    DateTimeOffset? EstimatedEnd,
    string RequestedBy,
    [property: JsonPropertyName("@type")] string Type = "BillRun"
)
{
    public const string Root = "/api/billing/v1/billRuns";

    internal static BillRunView Of(RunInProgress progress, DateTimeOffset now)
    {
        var run = progress.Run;
        var lasted = (progress.LastDoneAt - run.StartedAt)?.Ticks ?? 0;
        var left = run.Accounts - progress.Done;
        return new(
            run.Id,
            $"{Root}/{run.Id}",
            run.Period,
            run.ReplacesBillId,
            JsonNamingPolicy.CamelCase.ConvertName(run.Status.ToString()),
            run.BillDate,
            run.DueOn,
            run.Accounts,
            progress.Done,
            run.Accounts > 0 ? (int)(100L * progress.Done / run.Accounts) : 100,
            progress.Told,
            run.StartedAt,
            run.FinishedAt,
            lasted > 0 ? decimal.Round((decimal)progress.Done * TimeSpan.TicksPerSecond / lasted, 1) : null,
            run.Status == BillRunStatus.Running && lasted > 0
                ? now.AddTicks((long)((decimal)left * lasted / progress.Done))
                : null,
            run.RequestedBy
        );
    }

    internal static IQueryable<RunInProgress> Of(BillingDb db) =>
        db
            .BillRuns.AsNoTracking()
            .Select(run => new RunInProgress
            {
                Run = run,
                Done = db.Set<BillRunPortion>()
                    .Where(portion => portion.RunId == run.Id && portion.DoneAt != null)
                    .Sum(portion => portion.Accounts),
                Told = db.Set<BillRunPortion>()
                    .Where(portion => portion.RunId == run.Id && portion.ToldAt != null)
                    .Sum(portion => portion.Accounts),
                LastDoneAt = db.Set<BillRunPortion>()
                    .Where(portion => portion.RunId == run.Id)
                    .Max(portion => portion.DoneAt),
            });
}

/// <summary>A run beside what its portions tell of it.</summary>
internal sealed class RunInProgress
{
    public required BillRun Run { get; init; }
    public int Done { get; init; }
    public int Told { get; init; }
    public DateTimeOffset? LastDoneAt { get; init; }
}
