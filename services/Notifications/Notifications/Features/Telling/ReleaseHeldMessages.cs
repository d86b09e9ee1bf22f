using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Notifications.Data;
using Notifications.Domain;
using Rules;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;
using ServiceDefaults.Work;

namespace Notifications.Features.Telling;

/// <summary>
/// Quiet hours are over: each message that was held is decided on again, by what holds now, and the decision is recorded
/// (features.md N3). Quiet hours are business time; from here on the message is due on system time.
/// </summary>
internal sealed class ReleaseHeldMessages(
    IServiceScopeFactory scopes,
    BusinessClock business,
    TimeProvider clock,
    ILogger<ReleaseHeldMessages> log
) : Sweep(scopes, log)
{
    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<NotificationsDb>();
        var decide = services.GetRequiredService<DecideSending>();
        await using var claim = await db.Database.BeginTransactionAsync(ct);
        var now = business.Now();
        var due = await db
            .Messages.FromSql(
                $"""
                select * from messages
                 where status = 'Held' and held_until <= {now}
                 order by held_until, position
                 limit 50
                   for update skip locked
                """
            )
            .ToListAsync(ct);
        var rulings = await decide.DecideAsync([.. due.Select(WantedOf)], now, ct);
        foreach (var (message, ruling) in due.Zip(rulings))
        {
            using var span = StoredTrace.Continue("decide on held message", message.Traceparent);
            db.Decisions.Add(
                SendDecision.Of(
                    message.DedupeKey,
                    await NextNumberAsync(db, message.DedupeKey, ct),
                    message.AccountId,
                    message.Purpose,
                    message.Class,
                    ruling,
                    Activity.Current?.TraceId.ToString(),
                    now
                )
            );
            Follow(message, ruling);
        }

        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        return due.Count;
    }

    private static WantedMessage WantedOf(Message held) =>
        new(held.Purpose, held.Class, held.AccountId, held.MatterId, IsForInboxOnly: false, WasHeld: true);

    private void Follow(Message message, Ruling ruling)
    {
        switch (ruling.Verdict)
        {
            case Verdict.Send:
                message.Release(clock.Now());
                break;
            case Verdict.Hold:
                message.HoldOn(ruling.HoldUntil!.Value);
                break;
            default:
                message.Drop(ruling.Rule); // it has lain in the message centre since it was wanted
                break;
        }
    }

    private static async Task<int> NextNumberAsync(NotificationsDb db, string key, CancellationToken ct) =>
        1 + await db.Decisions.CountAsync(decision => decision.MessageKey == key, ct);
}
