using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.Work;
using Vas.Data;

namespace Vas.Features.Partners;

/// <summary>
/// Carries the feeds of those who have a queue to the broker, each in its order (features.md V10). The queue's row is
/// held while its events are published and confirmed, so two replicas never work on one; a crash before the commit
/// publishes some again, which the provider knows by their ids. One that fails waits, and holds nobody else up.
/// </summary>
internal sealed class PublishPartnerEvents(
    IServiceScopeFactory scopes,
    PartnerExchange exchange,
    TimeProvider clock,
    ILogger<PublishPartnerEvents> log
) : Sweep(scopes, log)
{
    private const int AtOnce = 200;
    private static readonly TimeSpan PauseAfterTrouble = TimeSpan.FromSeconds(10);

    private readonly ILogger _log = log;

    protected override TimeSpan Rest => TimeSpan.FromMilliseconds(200);

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<VasDb>();
        await using var turn = await db.Database.BeginTransactionAsync(ct);
        var now = clock.Now();
        var queue = await db
            .PartnerQueues.FromSql(
                $"""
                select q.* from partner_queues q join partner_heads h using (provider_id)
                 where q.published_sequence < h.last_sequence and (q.retry_at is null or q.retry_at <= {now})
                 order by q.retry_at nulls first limit 1
                   for update of q skip locked
                """
            )
            .SingleOrDefaultAsync(ct);
        if (queue is null)
        {
            return 0;
        }

        var last = await db
            .PartnerHeads.Where(head => head.ProviderId == queue.ProviderId)
            .Select(head => head.LastSequence)
            .SingleAsync(ct);
        var events = await db
            .PartnerEvents.AsNoTracking()
            .Where(e => e.ProviderId == queue.ProviderId && e.Sequence > queue.PublishedSequence)
            .OrderBy(e => e.Sequence)
            .Take(AtOnce)
            .ToListAsync(ct);
        try
        {
            await exchange.PublishAsync(queue, events, ct);
            queue.Confirm(events.Count > 0 ? events[^1].Sequence : last); // none: what is missing is no longer kept
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            _log.LogWarning("A partner's queue waits: {Reason}", e.Message);
            queue.Wait(now + PauseAfterTrouble);
        }

        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
        return events.Count;
    }
}
