using System;

namespace Notifications.Domain;

/// <summary>
/// What was decided about a message before it went out, and why (features.md N3). A message that was held is decided on
/// again: another row under the same key, with the next number.
/// </summary>
public sealed class SendDecision
{
    private SendDecision() { }

    public long Position { get; private set; }

    /// <summary>The message's dedupe key: <c>bill-issued:{bill}</c>.</summary>
    public string MessageKey { get; private set; } = "";

    /// <summary>1 when the message was wanted; higher when it had been held.</summary>
    public int Number { get; private set; }
    public Guid? AccountId { get; private set; }
    public string Purpose { get; private set; } = "";
    public MessageClass Class { get; private set; }
    public Channel Channel { get; private set; }
    public Verdict Verdict { get; private set; }
    public DateTimeOffset? HoldUntil { get; private set; }

    /// <summary>The rule that decided: <c>quiet-hours</c>, <c>bill.paid</c>.</summary>
    public string Rule { get; private set; } = "";

    /// <summary>The policy's version it rests on; null where no policy speaks.</summary>
    public string? Policy { get; private set; }

    /// <summary>What the consent ledger said; null where nobody was asked.</summary>
    public string? Consent { get; private set; }
    public string? TraceId { get; private set; }

    /// <summary>Business time.</summary>
    public DateTimeOffset At { get; private set; }

    public static SendDecision Of(
        string messageKey,
        int number,
        Guid? account,
        string purpose,
        MessageClass @class,
        Ruling ruling,
        string? traceId,
        DateTimeOffset at
    ) =>
        new()
        {
            MessageKey = messageKey,
            Number = number,
            AccountId = account,
            Purpose = purpose,
            Class = @class,
            Channel = ruling.Verdict == Verdict.InAppOnly ? Channel.InApp : Channel.Sms,
            Verdict = ruling.Verdict,
            HoldUntil = ruling.HoldUntil,
            Rule = ruling.Rule,
            Policy = ruling.Policy,
            Consent = ruling.Consent,
            TraceId = traceId,
            At = at,
        };
}
