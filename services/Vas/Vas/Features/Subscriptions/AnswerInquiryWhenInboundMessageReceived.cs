using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Notifications.Contracts.Events.V1;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>
/// 0000 by text message, sent to that number or as the text itself (features.md V4): what the line has, complete and
/// current, and how to stop it; or the stop itself. A number means what the last list said it means.
/// </summary>
internal sealed class AnswerInquiryWhenInboundMessageReceived(
    VasDb db,
    LineInquiry billing,
    PolicyBook policies,
    BusinessClock clock
) : IConsumer<InboundMessageReceived>
{
    /// <summary>So long a list is remembered: after that numbers mean a list of now.</summary>
    private static readonly TimeSpan ListHolds = TimeSpan.FromHours(24);

    public async Task Consume(ConsumeContext<InboundMessageReceived> context)
    {
        var message = context.Message;
        var now = clock.Now();
        var terms = (await policies.ReadAsync(context.CancellationToken)).SubscriptionTermsAt(now);
        var isToKeyword = terms.Keywords.Contains(message.To);
        if (!isToKeyword && !terms.Keywords.Contains(message.Text.Trim()))
        {
            return;
        }

        var order = isToKeyword ? KeywordOrder.Read(message.Text) : new(Stops: false, Number: null);
        await context.OnceAsync(
            db,
            nameof(AnswerInquiryWhenInboundMessageReceived),
            ct => AnswerAsync(message, order, isToKeyword ? message.To : message.Text.Trim(), now, ct)
        );
    }

    private async Task AnswerAsync(
        InboundMessageReceived message,
        KeywordOrder order,
        string unified,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (await db.Inquiries.AnyAsync(known => known.MessageId == message.MessageId, ct))
        {
            return; // the same text told twice
        }

        var running = await db
            .Subscriptions.Where(it => it.ServiceNumber == message.From && it.Status == SubscriptionStatus.Active)
            .OrderBy(it => it.ConfirmedAt)
            .ThenBy(it => it.Id)
            .ToListAsync(ct);
        var offered = await db.ServicesOfAsync(running, ct);
        var ending = order.Stops ? await MeantAsync(message.From, order.Number, running, now, ct) : [];
        foreach (var subscription in ending)
        {
            subscription.Stop(SubscriptionEnd.Keyword, now);
            db.Outbox.AddOver(subscription, offered[subscription.ServiceId]);
        }

        var left = running.Except(ending).ToList();
        db.Inquiries.Add(
            new(
                message.MessageId,
                message.From,
                message.To,
                message.Text,
                [.. left.Select(it => it.Id)],
                [.. ending.Select(it => it.Id)],
                now
            )
        );
        await SayAsync(message, InquiryText.Of(left, ending, offered), unified, now, ct);
    }

    /// <summary>
    /// It comes from the unified number, so that who replies to it is understood, wherever he had sent 0000. Whom it goes to
    /// is known from what the line ever had, or else to Billing; a number that is none of the operator's gets none.
    /// </summary>
    private async Task SayAsync(
        InboundMessageReceived message,
        (string Zh, string En) text,
        string unified,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var known = await db
            .Subscriptions.Where(it => it.ServiceNumber == message.From)
            .OrderByDescending(it => it.RequestedAt)
            .Select(it => (Guid?)it.AccountId)
            .FirstOrDefaultAsync(ct);
        if ((known ?? await billing.AccountOfAsync(message.From, ct)) is { } id)
        {
            db.Outbox.Add(
                message.MessageId,
                1,
                new InquiryAnswered(message.MessageId, 1, id, message.From, text.Zh, text.En, now, unified)
            );
        }
    }

    private async Task<List<Subscription>> MeantAsync(
        string from,
        int? number,
        List<Subscription> running,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (number == 0 || (number is null && running.Count == 1))
        {
            return running;
        }

        var since = now - ListHolds;
        var listed =
            await db
                .Inquiries.Where(it => it.SentFrom == from && it.AnsweredAt > since)
                .OrderByDescending(it => it.AnsweredAt)
                .Select(it => it.Listed)
                .FirstOrDefaultAsync(ct)
            ?? [.. running.Select(it => it.Id)];
        return number is { } n && n <= listed.Length ? running.FindAll(it => it.Id == listed[n - 1]) : [];
    }
}
