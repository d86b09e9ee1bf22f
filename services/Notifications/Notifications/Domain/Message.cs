using System;
using Rules;

namespace Notifications.Domain;

/// <summary>One text to one customer, sent once per dedupe key whatever dies in between (features.md N4).</summary>
public sealed class Message
{
    /// <summary>How long a sender may take before others may ask what became of the message.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private Message() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }

    /// <summary>What this message is about, once for ever: <c>case-acknowledged:{case}</c>.</summary>
    public string DedupeKey { get; private set; } = "";
    public string Purpose { get; private set; } = "";
    public Guid? AccountId { get; private set; }
    public Guid? ComplaintId { get; private set; }
    public string? CaseNumber { get; private set; }

    /// <summary>What the template needs besides the language, as JSON.</summary>
    public string Parameters { get; private set; } = "{}";
    public string? Receiver { get; private set; }
    public string? Language { get; private set; }
    public string? Content { get; private set; }
    public MessageStatus Status { get; private set; }
    public string? StatusReason { get; private set; }
    public int Attempts { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset DueAt { get; private set; }
    public DateTimeOffset? ClaimedUntil { get; private set; }
    public DateTimeOffset? SentAt { get; private set; }
    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>The trace that asked for the message: sending and receipt go on in it (P2).</summary>
    public string? Traceparent { get; private set; }

    public static Message About(NewMessage message, string? traceparent, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            DedupeKey = message.DedupeKey,
            Purpose = message.Purpose,
            AccountId = message.AccountId,
            ComplaintId = message.ComplaintId,
            CaseNumber = message.CaseNumber,
            Parameters = message.Parameters,
            Status = MessageStatus.Waiting,
            CreatedAt = now,
            DueAt = now,
            Traceparent = traceparent,
        };

    /// <summary>The receiver is known: from now on the text stands and the message is due.</summary>
    public void AddressTo(string receiver, string language, string content)
    {
        if (Receiver is not null)
        {
            throw new RuleViolation("message.already-addressed", "A message has one receiver and one text.");
        }

        Receiver = receiver;
        Language = language;
        Content = content;
        Version++;
    }

    /// <summary>A sender takes it; until the claim runs out nobody else touches it.</summary>
    public void ClaimForSending(DateTimeOffset now)
    {
        Move(MessageAction.Claim, reason: null);
        Attempts++;
        ClaimedUntil = now + Claim;
    }

    public void Accept(DateTimeOffset now)
    {
        Move(MessageAction.Accept, reason: null);
        ClaimedUntil = null;
        SentAt = now;
    }

    /// <summary>The gateway was away, so it certainly has not got it: again after a pause that doubles up to a minute.</summary>
    public void PutBack(string reason, DateTimeOffset now)
    {
        Move(MessageAction.PutBack, reason);
        var pause = FirstPause * Math.Pow(2, Math.Min(Attempts - 1, 10));
        ClaimedUntil = null;
        DueAt = now + (pause < LongestPause ? pause : LongestPause);
    }

    public void Refuse(string reason)
    {
        Move(MessageAction.Refuse, reason);
        ClaimedUntil = null;
    }

    /// <returns>False when its fate was known already: receipts come more than once, and the first final one stands.</returns>
    public bool ConfirmDelivery(DateTimeOffset now)
    {
        if (HasEnded)
        {
            return false;
        }

        Move(MessageAction.ConfirmDelivery, reason: null);
        ClaimedUntil = null;
        SentAt ??= now;
        DeliveredAt = now;
        return true;
    }

    /// <returns>False when its fate was known already.</returns>
    public bool ConfirmFailure(string reason)
    {
        if (HasEnded)
        {
            return false;
        }

        Move(MessageAction.ConfirmFailure, reason);
        ClaimedUntil = null;
        return true;
    }

    private bool HasEnded => Status is MessageStatus.Delivered or MessageStatus.Failed;

    private void Move(MessageAction action, string? reason)
    {
        Status = MessageLifeCycle.Next(Status, action);
        StatusReason = reason;
        Version++;
    }
}

/// <summary>What is known when a message is wanted; receiver and text follow when the contact is known.</summary>
public sealed record NewMessage(
    string DedupeKey,
    string Purpose,
    Guid? AccountId,
    Guid? ComplaintId,
    string? CaseNumber,
    string Parameters
);
