using System;

namespace Vas.Domain.Subscriptions;

/// <summary>A text that came to the number of a prompt, kept whatever it says (features.md V3).</summary>
public sealed class PromptAnswer
{
    private PromptAnswer() { }

    /// <param name="messageId">The inbound message; the same one again is no second answer.</param>
    /// <param name="sentFrom">As the network says.</param>
    /// <param name="sentTo">The reply number.</param>
    /// <param name="text">As it was typed.</param>
    /// <param name="receivedAt">When it reached the platform, UTC.</param>
    public PromptAnswer(Guid messageId, string sentFrom, string sentTo, string text, DateTimeOffset receivedAt) =>
        (MessageId, SentFrom, SentTo, Text, ReceivedAt) = (messageId, sentFrom, sentTo, text, receivedAt);

    public Guid MessageId { get; private set; }

    /// <summary>What it was taken as an answer to; null when there was no prompt.</summary>
    public Guid? SubscriptionId { get; private set; }
    public string SentFrom { get; private set; } = "";
    public string SentTo { get; private set; } = "";
    public string Text { get; private set; } = "";
    public AnswerOutcome Outcome { get; private set; }
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>Notes what it came to.</summary>
    public void Settle(AnswerOutcome outcome, Guid? subscriptionId) =>
        (Outcome, SubscriptionId) = (outcome, subscriptionId);
}

public enum AnswerOutcome
{
    /// <summary>The exact word in time: the only one that subscribes.</summary>
    Confirmed,

    /// <summary>Anything else; the prompt waits on.</summary>
    NotAccepted,

    /// <summary>After the window.</summary>
    Late,

    /// <summary>No prompt of that line has that number.</summary>
    NothingOpen,

    /// <summary>The service may not be sold any more.</summary>
    NotOffered,
}
