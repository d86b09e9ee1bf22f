using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
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
/// Hands due messages to the gateway (features.md N4). The claim is committed before the calls and their outcomes after
/// them: a crash in between leaves messages in doubt, which <see cref="SettleMessagesInDoubt"/> clears up. An account's
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
    /// <summary>So many are claimed in one commit and recorded in another: two for each would be the limit.</summary>
    private const int AtOnce = 50;

    /// <summary>So many calls are under way at the same time: the gateway's answer is waited for, not computed.</summary>
    private const int Calls = 8;

    private readonly ILogger _log = log;

    protected override TimeSpan Rest => TimeSpan.FromMilliseconds(200);

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<NotificationsDb>();
        var gateway = services.GetRequiredService<KannelSms>();
        var claimed = await ClaimAsync(db, ct);
        var sent = new ConcurrentQueue<Sent>();
        try
        {
            await Parallel.ForEachAsync(
                claimed.GroupBy(message => message.AccountId ?? message.Id), // an account's one after the other
                new ParallelOptions { MaxDegreeOfParallelism = Calls, CancellationToken = ct },
                async (messages, _) =>
                {
                    foreach (var message in messages)
                    {
                        sent.Enqueue(new(message, await SendAsync(gateway, message, ct)));
                    }
                }
            );
        }
        finally
        {
            await RecordAsync(db, sent); // also when the service stops meanwhile: what the gateway has needs no settling
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
                 limit {AtOnce}
                   for update of m skip locked
                """
            )
            .ToListAsync(ct);
        due.ForEach(message => message.ClaimForSending(now));
        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        db.ChangeTracker.Clear(); // what became of them is recorded on the rows as they are then
        return due;
    }

    private async Task<SendOutcome> SendAsync(KannelSms gateway, Message message, CancellationToken ct)
    {
        using var span = StoredTrace.Continue("send sms", message.Traceparent, ActivityKind.Producer);
        KillPoint.Reached(KillPoint.SmsClaimedBeforeCall);
        var outcome = message.HasTimeFor(KannelSms.Patience, clock.Now())
            ? await gateway.SendAsync(message, ct)
            : new SendOutcome(SendOutcomeKind.NotTaken, "The calls before it took too long.");
        KillPoint.Reached(KillPoint.SmsAcceptedBeforeRecord);
        if (outcome.Kind == SendOutcomeKind.Unknown)
        {
            _log.LogWarning("Message {MessageId} is in doubt: {Reason}", message.Id, outcome.Reason);
        }

        return outcome;
    }

    /// <summary>
    /// All in one commit, on the rows as they are now and kept to oneself: the version that was claimed says whether a message
    /// is still ours.
    /// </summary>
    private async Task RecordAsync(NotificationsDb db, ConcurrentQueue<Sent> sent)
    {
        if (sent.IsEmpty)
        {
            return;
        }

        await using var turn = await db.Database.BeginTransactionAsync();
        var messages = await db.LockMessagesAsync(sent.Select(one => one.Claimed.Id), CancellationToken.None);
        foreach (var (claimed, outcome) in sent)
        {
            var message = messages[claimed.Id];
            if (message.Version == claimed.Version)
            {
                Record(db, message, outcome);
            }
            else
            {
                RecordLate(message, outcome);
            }
        }

        await db.SaveChangesAsync();
        await turn.CommitAsync();
    }

    private void Record(NotificationsDb db, Message message, SendOutcome outcome)
    {
        switch (outcome.Kind)
        {
            case SendOutcomeKind.Accepted:
                message.Accept(business.Now());
                break;
            case SendOutcomeKind.NotTaken:
                message.PutBack(outcome.Reason, clock.Now());
                break;
            case SendOutcomeKind.Refused:
                using (StoredTrace.Continue("refuse sms", message.Traceparent))
                {
                    message.Refuse(outcome.Reason);
                    db.Outbox.Add(message.Id, message.Version, MessageFacts.Failed(message, business.Now()));
                }

                break;
            default:
                break; // in doubt: it stays claimed, and is settled when the claim runs out
        }
    }

    /// <summary>
    /// A receipt was faster than the gateway's answer and knows more, or the claim ran out and another has the message by
    /// now: of our call only the gateway's yes still counts.
    /// </summary>
    private void RecordLate(Message message, SendOutcome outcome)
    {
        if (
            outcome.Kind == SendOutcomeKind.Accepted
            && message is { Status: MessageStatus.Waiting or MessageStatus.Sending }
        )
        {
            message.Accept(business.Now());
        }
    }

    /// <param name="Claimed">The message as it was when the call began.</param>
    private sealed record Sent(Message Claimed, SendOutcome Outcome);
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
