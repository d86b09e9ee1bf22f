using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Chaos;
using ServiceDefaults.Data;

namespace ServiceDefaults.Messaging;

/// <summary>
/// What comes in masses, a month of bills, is worked on many at a time: a look into the inbox and a commit for each message
/// would be the limit (features.md N6, V5, L1).
/// </summary>
public static class BatchInbox
{
    /// <summary>So many make one commit, when so many come within <see cref="Within"/>.</summary>
    private const int AtOnce = 100;
    private static readonly TimeSpan Within = TimeSpan.FromMilliseconds(10);

    /// <summary>Lists a consumer of batches. Its queue is named as that of any other consumer.</summary>
    public static void AddBatchConsumer<TConsumer>(this IBusRegistrationConfigurator bus)
        where TConsumer : class, IConsumer =>
        bus.AddConsumer<TConsumer>(consumer =>
            consumer.Options<BatchOptions>(batch =>
                batch.SetMessageLimit(AtOnce).SetTimeLimit(Within).SetConcurrencyLimit(2)
            )
        );

    /// <summary>The trace that a message goes on in; in a batch each has its own.</summary>
    public static string? Traceparent(this ConsumeContext message) => message.Headers.Get<string>("MT-Activity-Id");

    /// <summary>
    /// <see cref="Inbox.OnceAsync"/> for many: each message counts once per consumer, and what is done for all of them is one
    /// commit. Should it fail, they are worked on one by one, each with a commit of its own, so that one that never can be
    /// worked on, or that another delivery was faster with, does not take the others along.
    /// </summary>
    /// <param name="context">The messages, in the order in which they came.</param>
    /// <param name="db">The unit of work; <paramref name="work"/> must not save it.</param>
    /// <param name="consumer">The consumer's name; never changes once messages were dealt with under it.</param>
    /// <param name="work">
    /// Loads and decides for these, the new ones, in the transaction that saves it: what it locks stays so until the commit.
    /// Called again when it failed, with fewer of them.
    /// </param>
    public static async Task OnceEachAsync<TMessage>(
        this ConsumeContext<Batch<TMessage>> context,
        ServiceDb db,
        string consumer,
        Func<IReadOnlyList<ConsumeContext<TMessage>>, CancellationToken, Task> work
    )
        where TMessage : class
    {
        var ct = context.CancellationToken;
        var ids = context.Message.Select(Inbox.IdOf).ToList();
        var known = await db
            .Inbox.Where(row => row.Consumer == consumer && ids.Contains(row.MessageId))
            .Select(row => row.MessageId)
            .ToHashSetAsync(ct);
        var news = context.Message.Where(message => known.Add(Inbox.IdOf(message))).ToList();
        if (news.Count == 0)
        {
            return;
        }

        try
        {
            await using var turn = await db.Database.BeginTransactionAsync(ct);
            db.Inbox.AddRange(news.Select(message => Inbox.RowOf(message, consumer)));
            await work(news, ct);
            KillPoint.Reached(KillPoint.InboxWorkBeforeCommit);
            await db.SaveChangesAsync(ct);
            await turn.CommitAsync(ct);
            KillPoint.Reached(KillPoint.InboxCommittedBeforeAck);
        }
        catch (Exception e) when (context.Message.Length > 1 && IsOfOneAmongThem(e) && !ct.IsCancellationRequested)
        {
            await OneByOneAsync(news, db, consumer, work, ct);
        }
    }

    private static async Task OneByOneAsync<TMessage>(
        List<ConsumeContext<TMessage>> messages,
        ServiceDb db,
        string consumer,
        Func<IReadOnlyList<ConsumeContext<TMessage>>, CancellationToken, Task> work,
        CancellationToken ct
    )
        where TMessage : class
    {
        var poison = new Dictionary<Guid, Exception>();
        foreach (var message in messages)
        {
            db.ChangeTracker.Clear(); // nothing of what failed is saved with the next
            try
            {
                await using var turn = await db.Database.BeginTransactionAsync(ct);
                await message.OnceAsync(db, consumer, token => work([message], token));
                await turn.CommitAsync(ct);
                await message.NotifyConsumed(TimeSpan.Zero, consumer); // so it is not faulted with the poison ones
            }
            catch (Exception e) when (!Transient.Is(e) && !ct.IsCancellationRequested)
            {
                poison.Add(Inbox.IdOf(message), e);
            }
        }

        if (poison.Count > 0)
        {
            throw new PoisonInBatch(poison);
        }
    }

    /// <summary>Not that a neighbour is away: that would hold for each of them, and the batch waits as a whole.</summary>
    private static bool IsOfOneAmongThem(Exception e) => e is DbUpdateConcurrencyException || !Transient.Is(e);
}
