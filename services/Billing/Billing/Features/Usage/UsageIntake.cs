using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Usage;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;

namespace Billing.Features.Usage;

/// <summary>
/// The one way in for usage (features.md B4): reads, claims keys, adds to totals, rates, stores, and notes the alerts that
/// follow, all in the caller's transaction. Everybody takes locks in one order, partitions, then keys, then totals, then
/// accounts' charges, each of them sorted: uploads that race wait for each other and never in a ring.
/// </summary>
internal sealed class UsageIntake(BillingDb db, PreparedPlans plans, PolicyBook policies, BusinessClock clock)
{
    private readonly UsageStore _store = new(db);

    /// <param name="sender">Whose keys they are and who sent them.</param>
    /// <param name="rows">As many as fit into memory well.</param>
    /// <param name="ct">Cancels; nothing is committed by then.</param>
    public async Task<UsageTaken> TakeAsync(
        UsageSender sender,
        IReadOnlyList<UsageRecordRequest?> rows,
        CancellationToken ct
    )
    {
        var now = clock.Now();
        var inForce = await policies.ReadAsync(ct);
        var (batchId, zone) = (Guid.CreateVersion7(), inForce.Calendar.Zone);

        var reading = BatchReading.Of(rows, now);
        var refused = reading.Refused;
        var lines = await PlansOfLines.ReadAsync(db, plans, reading.Records.Select(r => r.Usage.ServiceNumber), ct);
        var candidates = new List<Candidate>(reading.Records.Count);
        foreach (var (index, usage, fingerprint) in reading.Records)
        {
            var day = usage.OccurredAt.DateIn(zone);
            if (lines.Find(usage, day, out var line) is { } refusal)
            {
                refused.Add((index, refusal));
                continue;
            }

            var id = UsageRecord.IdAt(usage.OccurredAt);
            var record = UsageRecord.Of(id, usage, line, UsagePeriod.Of(day), sender.Source, batchId, now);
            candidates.Add(new(index, record, fingerprint, line));
        }

        var accepted = await ClaimAsync(sender.Source, candidates, refused, ct);
        var months = await _store.AddToTotalsAsync(UsageMonth.Of(accepted), ct);
        var percents = inForce.Numbers(BillingPolicies.UsageThresholds, now);
        var reached = months.SelectMany(month => month.Rate(percents)).ToList();
        var records = accepted.ConvertAll(candidate => candidate.Record);
        await _store.CopyAsync(records, ct);

        var period = UsagePeriod.Of(now.DateIn(zone));
        await new ThresholdAlerts(db).SayAsync([.. reached.Where(share => share.Month.Period == period)], ct);
        await new BillShockAlerts(db, plans, inForce).SayAsync(records, period, now, ct);

        var batch = new UsageBatch
        {
            Id = batchId,
            Source = sender.Source,
            Received = rows.Count,
            Accepted = records.Count,
            Duplicates = rows.Count - records.Count - refused.Count,
            ReceivedBy = sender.Subject,
            ReceivedAt = now,
        };
        refused.ForEach(refusal => batch.Reject(refusal.Index, Row(rows[refusal.Index]), refusal.Refusal));
        db.UsageBatches.Add(batch);
        return new(batch, records);
    }

    /// <returns>Those whose keys nobody had before; the others are duplicates or become refusals.</returns>
    private async Task<List<Candidate>> ClaimAsync(
        string source,
        List<Candidate> candidates,
        List<(int Index, UsageRefusal Refusal)> refused,
        CancellationToken ct
    )
    {
        await _store.EnsurePartitionsAsync(candidates.Select(candidate => candidate.Record.OccurredAt), ct);
        var known = await _store.ClaimKeysAsync(source, candidates, ct);
        var accepted = new List<Candidate>(candidates.Count);
        foreach (var candidate in candidates)
        {
            if (!known.TryGetValue(candidate.Record.SourceKey, out var first))
            {
                accepted.Add(candidate);
            }
            else if (first != candidate.Fingerprint)
            {
                refused.Add((candidate.Index, UsageRefusal.KeyReused));
            }
        }

        return accepted;
    }

    private static RefusedUsage Row(UsageRecordRequest? row) =>
        new(row?.SourceKey, row?.ServiceNumber, row?.Kind, row?.Quantity, row?.OccurredAt);
}

/// <param name="Source">The system whose keys the records carry.</param>
/// <param name="Subject">Whose token came with them.</param>
internal sealed record UsageSender(string Source, string Subject);

/// <param name="Batch">To be saved by the caller.</param>
/// <param name="Records">Stored and rated.</param>
internal sealed record UsageTaken(UsageBatch Batch, IReadOnlyList<UsageRecord> Records);

/// <summary>A record with a place to go to, if nobody had its key before.</summary>
internal sealed record Candidate(int Index, UsageRecord Record, Guid Fingerprint, UsedLine Line);
