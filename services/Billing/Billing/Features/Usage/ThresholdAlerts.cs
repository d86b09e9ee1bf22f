using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Billing.Features.Usage;

/// <summary>
/// Says which shares of allowances are reached (features.md B14): all of them, ascending, each once per subscription,
/// month and kind. The table has the last word; the total's lock has seen to it that no two see the same step.
/// </summary>
internal sealed class ThresholdAlerts(BillingDb db)
{
    public async Task SayAsync(IReadOnlyCollection<ReachedShare> reached, CancellationToken ct)
    {
        if (reached.Count == 0)
        {
            return;
        }

        var unsaid = await ClaimAsync(reached, ct);
        foreach (var share in reached.Where(share => unsaid.Contains(KeyOf(share))))
        {
            var (month, line) = (share.Month, share.Month.Line);
            db.Outbox.Add(
                line.SubscriptionId,
                line.SubscriptionVersion,
                new UsageThresholdReached(
                    line.SubscriptionId,
                    line.SubscriptionVersion,
                    line.AccountId,
                    line.LineId,
                    month.ServiceNumber,
                    month.Kind.ToWord(),
                    share.Used,
                    month.Allowance,
                    month.Kind.Unit(),
                    share.Percent,
                    month.Period,
                    share.At
                )
            );
        }
    }

    private static (Guid Subscription, string Kind, int Percent) KeyOf(ReachedShare share) =>
        (share.Month.Line.SubscriptionId, share.Month.Kind.ToString(), share.Percent);

    private async Task<HashSet<(Guid, string, int)>> ClaimAsync(
        IReadOnlyCollection<ReachedShare> reached,
        CancellationToken ct
    )
    {
        await using var claim = new NpgsqlCommand(
            """
            insert into usage_thresholds (subscription_id, period, kind, percent, reached_at)
            select * from unnest($1, $2, $3, $4, $5) as r (subscription_id, period, kind, percent, reached_at)
             order by 1, 2, 3, 4
            on conflict do nothing
            returning subscription_id, kind, percent
            """,
            (NpgsqlConnection)db.Database.GetDbConnection()
        );
        claim.Parameters.Add(new() { Value = reached.Select(share => share.Month.Line.SubscriptionId).ToArray() });
        claim.Parameters.Add(new() { Value = reached.Select(share => share.Month.Period).ToArray() });
        claim.Parameters.Add(new() { Value = reached.Select(share => share.Month.Kind.ToString()).ToArray() });
        claim.Parameters.Add(new() { Value = reached.Select(share => share.Percent).ToArray() });
        claim.Parameters.Add(new() { Value = reached.Select(share => share.At).ToArray() });
        var unsaid = new HashSet<(Guid, string, int)>();
        await using var rows = await claim.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            unsaid.Add((rows.GetGuid(0), rows.GetString(1), rows.GetInt32(2)));
        }

        return unsaid;
    }
}
