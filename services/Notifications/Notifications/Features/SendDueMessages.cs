using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Notifications.Channels;
using Notifications.Contracts.Events.V1;
using Notifications.Data;
using Notifications.Domain;
using Rules;
using ServiceDefaults.Chaos;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;
using ServiceDefaults.Work;

namespace Notifications.Features;

/// <summary>
/// Hands due messages to the gateway (features.md N4). The claim is committed before the call and the outcome after
/// it: a crash in between leaves a message in doubt, which <see cref="SettleMessagesInDoubt"/> clears up. An account's
/// messages go out in the order in which they were decided on: none before the gateway has its predecessor. Only what answers
/// him goes before whatever was sent to everybody: a month's reminders take hours, and his prompt's window runs.
/// </summary>
internal sealed class SendDueMessages(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    BusinessClock business,
    ILogger<SendDueMessages> log
) : Sweep(scopes, log)
{
    protected override TimeSpan Rest => TimeSpan.FromMilliseconds(200);

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<NotificationsDb>();
        var gateway = services.GetRequiredService<KannelSms>();
        var claimed = await ClaimAsync(db, ct);
        foreach (var message in claimed)
        {
            using var span = StoredTrace.Continue("send sms", message.Traceparent, ActivityKind.Producer);
            KillPoint.Reached(KillPoint.SmsClaimedBeforeCall);
            var outcome = message.HasTimeFor(KannelSms.Patience, clock.Now())
                ? await gateway.SendAsync(message, ct)
                : new SendOutcome(SendOutcomeKind.NotTaken, "The calls before it took too long.");
            KillPoint.Reached(KillPoint.SmsAcceptedBeforeRecord);
            await RecordAsync(db, message, outcome, ct);
        }

        return claimed.Count;
    }

    private async Task<List<Message>> ClaimAsync(NotificationsDb db, CancellationToken ct)
    {
        await using var claim = await db.Database.BeginTransactionAsync(ct);
        var now = clock.Now();
        var due = await db
            .Messages.FromSql(
                $"""
                select m.* from messages m
                 where m.status = 'Waiting' and m.receiver is not null and m.due_at <= {now}
                   and not exists (select from messages b
                                    where b.account_id = m.account_id and b.position < m.position
                                      and b.status in ('Waiting', 'Sending') and b.receiver is not null
                                      and (b.class = 'Confirmation' or m.class <> 'Confirmation'))
                 order by (m.class <> 'Confirmation'), m.due_at
                 limit 20
                   for update of m skip locked
                """
            )
            .ToListAsync(ct);
        due.ForEach(message => message.ClaimForSending(now));
        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        db.ChangeTracker.Clear(); // each is recorded by itself
        return due;
    }

    /// <summary>
    /// One statement and no transaction around it: the version that was claimed says whether the message is still ours.
    /// </summary>
    private async Task RecordAsync(NotificationsDb db, Message message, SendOutcome outcome, CancellationToken ct)
    {
        db.Attach(message);
        switch (outcome.Kind)
        {
            case SendOutcomeKind.Accepted:
                message.Accept(business.Now());
                break;
            case SendOutcomeKind.NotTaken:
                message.PutBack(outcome.Reason, clock.Now());
                break;
            case SendOutcomeKind.Refused:
                message.Refuse(outcome.Reason);
                db.Outbox.Add(message.Id, message.Version, MessageFacts.Failed(message, business.Now()));
                break;
            default:
                log.LogWarning("Message {MessageId} is in doubt: {Reason}", message.Id, outcome.Reason);
                break;
        }

        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            await RecordLateAsync(db, message.Id, outcome, ct);
        }

        db.ChangeTracker.Clear();
    }

    /// <summary>
    /// A receipt was faster than the gateway's answer and knows more, or the claim ran out and another has the message by
    /// now: of our call only the gateway's yes still counts.
    /// </summary>
    private async Task RecordLateAsync(NotificationsDb db, Guid id, SendOutcome outcome, CancellationToken ct)
    {
        await using var turn = await db.Database.BeginTransactionAsync(ct);
        var message = await db.LockMessageAsync(id, ct);
        if (
            outcome.Kind == SendOutcomeKind.Accepted
            && message is { Status: MessageStatus.Waiting or MessageStatus.Sending }
        )
        {
            message.Accept(business.Now());
            await db.SaveChangesAsync(ct);
        }

        await turn.CommitAsync(ct);
    }
}

/// <summary>What the others are told of a message's fate.</summary>
internal static class MessageFacts
{
    private const string Sms = "sms";

    public static MessageDelivered Delivered(Message message) =>
        new(
            message.Id,
            message.Version,
            Sms,
            message.Purpose,
            message.AccountId,
            message.ComplaintId,
            message.DeliveredAt!.Value
        );

    public static MessageFailed Failed(Message message, DateTimeOffset now) =>
        new(
            message.Id,
            message.Version,
            Sms,
            message.Purpose,
            message.AccountId,
            message.ComplaintId,
            message.StatusReason ?? "unknown",
            now
        );
}
