using System;
using System.Threading;
using System.Threading.Tasks;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceDefaults.Chaos;
using ServiceDefaults.Data;

namespace ServiceDefaults.Messaging;

/// <summary>A consumer has dealt with a message: the row commits with what the consumer did.</summary>
public sealed class InboxMessage
{
    public Guid MessageId { get; init; }
    public string Consumer { get; init; } = "";
    public DateTimeOffset ReceivedAt { get; init; }
}

public static class Inbox
{
    /// <summary>
    /// Lets a message count once per consumer, however often the broker delivers it: the inbox row, what
    /// <paramref name="work"/> changed in <paramref name="db"/> and the events it added are one commit.
    /// </summary>
    /// <param name="context">The message.</param>
    /// <param name="db">The unit of work; <paramref name="work"/> must not save it.</param>
    /// <param name="consumer">The consumer's name; never changes once messages were dealt with under it.</param>
    /// <param name="work">Loads and decides.</param>
    public static async Task OnceAsync(
        this ConsumeContext context,
        ServiceDb db,
        string consumer,
        Func<CancellationToken, Task> work
    )
    {
        var ct = context.CancellationToken;
        var id = IdOf(context);
        if (await db.Inbox.AnyAsync(row => row.MessageId == id && row.Consumer == consumer, ct))
        {
            return;
        }

        db.Inbox.Add(RowOf(context, consumer));
        await work(ct);
        KillPoint.Reached(KillPoint.InboxWorkBeforeCommit);
        try
        {
            await db.SaveChangesAsync(ct);
            KillPoint.Reached(KillPoint.InboxCommittedBeforeAck);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "inbox_pkey" })
        {
            // Another delivery of the same message won the race; its commit holds the work.
        }
    }

    internal static Guid IdOf(ConsumeContext message) =>
        message.MessageId ?? throw new InvalidOperationException("A message without an id cannot count once.");

    internal static InboxMessage RowOf(ConsumeContext message, string consumer) =>
        new()
        {
            MessageId = IdOf(message),
            Consumer = consumer,
            ReceivedAt = TimeProvider.System.GetUtcNow(),
        };
}
