using System;
using Rules;

namespace Notifications.Domain;

/// <summary>
/// One text to one customer, sent once per dedupe key whatever dies in between (features.md N4). What people read (created,
/// held until, sent, delivered) is business time; when it is tried again and how long a claim stands is technical and stays
/// on system time: a gateway that is away does not come back sooner because business time was moved.
/// </summary>
public sealed class Message
{
    /// <summary>How long a sender may take before others may ask what became of the message.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private Message() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }

    /// <summary>The order in which messages were decided on; those of one account go out in it.</summary>
    public long Position { get; private set; }

    /// <summary>What this message is about, once for ever: <c>case-acknowledged:{case}</c>.</summary>
    public string DedupeKey { get; private set; } = "";
    public string Purpose { get; private set; } = "";
    public MessageClass Class { get; private set; }
    public Guid? AccountId { get; private set; }
    public string MatterKind { get; private set; } = "";
    public Guid MatterId { get; private set; }
    public Guid? ComplaintId { get; private set; }
    public string? CaseNumber { get; private set; }

    /// <summary>The facts that the texts were made of, as JSON.</summary>
    public string Parameters { get; private set; } = "{}";

    /// <summary>Which wording of the purpose's template made the texts.</summary>
    public int TemplateVersion { get; private set; }
    public string TextZh { get; private set; } = "";
    public string TextEn { get; private set; } = "";

    /// <summary>It went to a number that the case itself carries, not to the account's.</summary>
    public bool IsToCasesContact { get; private set; }
    public string? Receiver { get; private set; }

    /// <summary>The number that an answer to it goes to; null: the operator's.</summary>
    public string? Sender { get; private set; }
    public string? Language { get; private set; }
    public string? Content { get; private set; }
    public MessageStatus Status { get; private set; }
    public string? StatusReason { get; private set; }
    public int Attempts { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? HeldUntil { get; private set; }
    public DateTimeOffset DueAt { get; private set; }
    public DateTimeOffset? ClaimedUntil { get; private set; }
    public DateTimeOffset? SentAt { get; private set; }
    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>The trace that asked for the message: sending and receipt go on in it (P2).</summary>
    public string? Traceparent { get; private set; }

    /// <param name="message">What is to be told.</param>
    /// <param name="traceparent">The trace that wants it.</param>
    /// <param name="at">Business time.</param>
    /// <param name="due">System time.</param>
    /// <param name="id">Of several that are stored together, by which they get their positions; null: any.</param>
    public static Message About(
        NewMessage message,
        string? traceparent,
        DateTimeOffset at,
        DateTimeOffset due,
        Guid? id = null
    ) =>
        new()
        {
            Id = id ?? Guid.CreateVersion7(due),
            Version = 1,
            DedupeKey = message.DedupeKey,
            Purpose = message.Purpose,
            Class = message.Class,
            AccountId = message.AccountId,
            MatterKind = message.Matter.Kind,
            MatterId = message.Matter.Id,
            ComplaintId = message.Matter.Kind == Matter.CaseKind ? message.Matter.Id : null,
            CaseNumber = message.Matter.Kind == Matter.CaseKind ? message.Matter.Number : null,
            Parameters = message.Parameters,
            TemplateVersion = message.TemplateVersion,
            TextZh = message.TextZh,
            TextEn = message.TextEn,
            Sender = message.Sender,
            Status = message.HoldUntil is null ? MessageStatus.Waiting : MessageStatus.Held,
            HeldUntil = message.HoldUntil,
            CreatedAt = at,
            DueAt = due,
            Traceparent = traceparent,
        };

    /// <summary>The receiver and his language are known: from now on the text stands.</summary>
    /// <exception cref="RuleViolation"><c>message.already-addressed</c>.</exception>
    public void AddressTo(string receiver, string language)
    {
        if (Receiver is not null)
        {
            throw new RuleViolation("message.already-addressed", "A message has one receiver and one text.");
        }

        Receiver = receiver;
        Language = language;
        Content = language == "en" ? TextEn : TextZh;
        Version++;
    }

    /// <summary>The case itself says where its answers go, whatever the account's contact is.</summary>
    public void AddressToCasesContact(string receiver, string language)
    {
        AddressTo(receiver, language);
        IsToCasesContact = true;
    }

    /// <summary>The quiet is over and the message still right: it is due, on system time.</summary>
    public void Release(DateTimeOffset due)
    {
        Move(MessageAction.Release, reason: null);
        HeldUntil = null;
        DueAt = due;
    }

    /// <summary>It came due in another stretch of quiet.</summary>
    public void HoldOn(DateTimeOffset until)
    {
        Move(MessageAction.HoldOn, reason: null);
        HeldUntil = until;
    }

    /// <param name="rule">The rule by which it is not sent.</param>
    public void Drop(string rule)
    {
        Move(MessageAction.Drop, rule);
        HeldUntil = null;
    }

    /// <summary>A sender takes it, on system time; until the claim runs out nobody else touches it.</summary>
    public void ClaimForSending(DateTimeOffset now)
    {
        Move(MessageAction.Claim, reason: null);
        Attempts++;
        ClaimedUntil = now + Claim;
    }

    /// <summary>
    /// Whether a call that takes so long ends while the claim still stands. One that began later could overlap with the
    /// next sender's, and the phone would ring twice.
    /// </summary>
    public bool HasTimeFor(TimeSpan call, DateTimeOffset now) => now + call <= ClaimedUntil;

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

/// <summary>What is known when a message is decided on; the receiver follows when the contact is known.</summary>
/// <param name="Parameters">The facts, as JSON.</param>
/// <param name="HoldUntil">Business time; null: it may go out at once.</param>
/// <param name="Sender">The number it comes from; null: the operator's.</param>
public sealed record NewMessage(
    string DedupeKey,
    string Purpose,
    MessageClass Class,
    Guid? AccountId,
    Matter Matter,
    string Parameters,
    int TemplateVersion,
    string TextZh,
    string TextEn,
    DateTimeOffset? HoldUntil = null,
    string? Sender = null
);
