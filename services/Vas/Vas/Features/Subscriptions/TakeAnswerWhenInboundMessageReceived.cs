using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Notifications.Contracts.Events.V1;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>
/// An answer to a prompt came in (features.md V3): the exact word, from the line's own number, to the prompt's own number,
/// in time, is a consent; it, the subscription and the event are one commit. Everything else is kept and subscribes nothing.
/// </summary>
internal sealed class TakeAnswerWhenInboundMessageReceived(
    VasDb db,
    ReplyNumbers numbers,
    PolicyBook policies,
    BusinessClock clock
) : IConsumer<InboundMessageReceived>
{
    private const int SaltBytes = 32;

    public async Task Consume(ConsumeContext<InboundMessageReceived> context)
    {
        var (message, ct) = (context.Message, context.CancellationToken);
        if (!numbers.IsOne(message.To))
        {
            return; // somebody else's: a survey's, or the unified number's
        }

        await using var turn = await db.Database.BeginTransactionAsync(ct); // the chain stays held until the commit
        await context.OnceAsync(db, nameof(TakeAnswerWhenInboundMessageReceived), _ => TakeAsync(message, ct));
        await turn.CommitAsync(ct);
    }

    private async Task TakeAsync(InboundMessageReceived message, CancellationToken ct)
    {
        if (await db.PromptAnswers.AnyAsync(known => known.MessageId == message.MessageId, ct))
        {
            return; // the same text told twice
        }

        var answer = new PromptAnswer(message.MessageId, message.From, message.To, message.Text, message.ReceivedAt);
        db.PromptAnswers.Add(answer);
        var prompted = await db
            .Subscriptions.Where(it => it.ServiceNumber == message.From && it.ReplyNumber == message.To)
            .OrderByDescending(it => it.RequestedAt)
            .FirstOrDefaultAsync(ct);
        answer.Settle(
            prompted is null ? AnswerOutcome.NothingOpen : await DecideAsync(prompted, answer, ct),
            prompted?.Id
        );
    }

    private async Task<AnswerOutcome> DecideAsync(Subscription subscription, PromptAnswer answer, CancellationToken ct)
    {
        var (book, now) = (await policies.ReadAsync(ct), clock.Now());
        var terms = book.SubscriptionTermsAt(now);
        var outcome = subscription.Judge(answer, terms);
        if (outcome != AnswerOutcome.Confirmed)
        {
            return outcome;
        }

        var service = await db.HeldServiceAsync(subscription.ServiceId, ct);
        if (service is not { IsSold: true })
        {
            return AnswerOutcome.NotOffered;
        }

        var chain = await db.HoldConsentHeadAsync(subscription.ProviderId, ct);
        var (record, salt) = subscription.Confirm(
            answer,
            chain,
            RandomNumberGenerator.GetBytes(SaltBytes),
            terms,
            book.Calendar.Zone,
            now
        );
        db.ConsentRecords.Add(record);
        db.ConsentSalts.Add(salt);
        db.Outbox.AddConfirmed(subscription, service);
        return outcome;
    }
}
