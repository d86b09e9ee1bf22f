using System;
using Rules;

namespace Vas.Domain.Subscriptions;

/// <summary>
/// A value-added service on a customer's line (features.md V3 to V5): asked for, confirmed by his own exact answer or never,
/// charged only while that consent stands, stopped at any time.
/// </summary>
public sealed class Subscription
{
    /// <summary>A provider's clock may be that far ahead of ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private Subscription() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public Guid ServiceId { get; private set; }
    public Guid ProviderId { get; private set; }
    public Guid AccountId { get; private set; }
    public Guid LineId { get; private set; }
    public string ServiceNumber { get; private set; } = "";
    public SubscriptionStatus Status { get; private set; }

    /// <summary>As the prompt stated it: what the consent is for.</summary>
    public decimal Price { get; private set; }
    public string Currency { get; private set; } = "";
    public SubscriptionPeriod Period { get; private set; }
    public DateTimeOffset RequestedAt { get; private set; }
    public DateTimeOffset? ConfirmedAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public SubscriptionEnd? EndReason { get; private set; }

    /// <summary>The number of this prompt alone.</summary>
    public string? ReplyNumber { get; private set; }

    /// <summary>An answer after this subscribes nothing.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>The consent's place in the provider's chain; null without one.</summary>
    public long? ConsentSequence { get; private set; }

    /// <summary>First day of the next period, local date; null for what is paid once.</summary>
    public DateOnly? RenewsOn { get; private set; }

    /// <summary>The last renewal that the customer was told of.</summary>
    public DateOnly? NoticedFor { get; private set; }

    /// <summary>All renewals that he was told of in time: from such a day on the rest of its month may be charged.</summary>
    public DateOnly[] Renewals { get; private set; } = [];

    /// <summary>Last charge, or the confirmation: by it an unused subscription ends. Local date.</summary>
    public DateOnly? LastActiveOn { get; private set; }

    /// <summary>Free days that the prompt stated; 0 for a paid subscription.</summary>
    public int TrialDays { get; private set; }

    /// <summary>Local date at whose beginning the trial is over, and it with the subscription; null for a paid one.</summary>
    public DateOnly? TrialEndsOn { get; private set; }

    public bool IsOpen => Status is SubscriptionStatus.PendingActive or SubscriptionStatus.Active;

    /// <summary>The customer asks for a service; a prompt asks him back.</summary>
    /// <exception cref="RuleViolation">
    /// <c>subscription.line-cannot-answer</c>; and as for <see cref="OfferedService.RequireSold"/>.
    /// </exception>
    public static Subscription Request(
        OfferedService service,
        SubscriberLine line,
        string replyNumber,
        SubscriptionTerms terms,
        DateTimeOffset now
    )
    {
        service.RequireSold();
        if (line.Kind != "mobile")
        {
            throw new RuleViolation(
                "subscription.line-cannot-answer",
                "The prompt is a text message; a mobile line is needed to answer it."
            );
        }

        return new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            ServiceId = service.ServiceId,
            ProviderId = service.ProviderId,
            AccountId = line.AccountId,
            LineId = line.LineId,
            ServiceNumber = line.ServiceNumber,
            Price = service.Price,
            Currency = service.Currency,
            Period = Enum.Parse<SubscriptionPeriod>(service.Period),
            RequestedAt = now,
            ReplyNumber = replyNumber,
            ExpiresAt = now + terms.ConfirmWindow,
            TrialDays = service.TrialDays,
        };
    }

    /// <summary>
    /// What an answer to the prompt comes to. Only <see cref="AnswerOutcome.Confirmed"/> leads on, to <see cref="Confirm"/>:
    /// the exact word, blanks around it apart, within the window.
    /// </summary>
    public AnswerOutcome Judge(PromptAnswer answer, SubscriptionTerms terms)
    {
        if (
            answer.SentFrom != ServiceNumber
            || answer.SentTo != ReplyNumber
            || answer.ReceivedAt < RequestedAt // it was on its way before anybody asked
        )
        {
            return AnswerOutcome.NothingOpen;
        }

        return answer.ReceivedAt > ExpiresAt ? AnswerOutcome.Late
            : Status != SubscriptionStatus.PendingActive ? AnswerOutcome.NothingOpen
            : answer.Text.Trim() != terms.Accept ? AnswerOutcome.NotAccepted
            : AnswerOutcome.Confirmed;
    }

    /// <summary>The customer said yes: a consent is appended to the provider's chain, and the service runs.</summary>
    /// <exception cref="RuleViolation"><c>subscription.illegal-move</c>; <c>subscription.not-confirmed</c>.</exception>
    public (ConsentRecord Record, ConsentSalt Salt) Confirm(
        PromptAnswer answer,
        ConsentHead chain,
        byte[] salt,
        SubscriptionTerms terms,
        TimeZoneInfo zone,
        DateTimeOffset now
    )
    {
        var active = SubscriptionLifeCycle.Next(Status, SubscriptionAction.Confirm);
        if (Judge(answer, terms) != AnswerOutcome.Confirmed)
        {
            throw new RuleViolation("subscription.not-confirmed", "The answer is no consent to this subscription.");
        }

        var consent = chain.Append(this, answer, salt, now);
        var today = now.DateIn(zone);
        (Status, ConfirmedAt, ConsentSequence, LastActiveOn) = (active, now, consent.Record.Sequence, today);
        TrialEndsOn = TrialDays > 0 ? today.AddDays(TrialDays) : null;
        RenewsOn = TrialEndsOn is null && Period == SubscriptionPeriod.Month ? FirstOfNextMonth(today) : null;
        Version++;
        return consent;
    }

    /// <summary>The window went by, or the line is gone: nothing is subscribed.</summary>
    /// <exception cref="RuleViolation"><c>subscription.illegal-move</c>.</exception>
    public void Lapse(SubscriptionEnd reason, DateTimeOffset now) => End(SubscriptionAction.Lapse, reason, now);

    /// <summary>It is over at once; nothing more is charged. A request that was not confirmed is taken back.</summary>
    /// <exception cref="RuleViolation"><c>subscription.illegal-move</c>.</exception>
    public void Stop(SubscriptionEnd reason, DateTimeOffset now) =>
        End(
            SubscriptionAction.Stop,
            Status == SubscriptionStatus.PendingActive ? SubscriptionEnd.Declined : reason,
            now
        );

    /// <summary>Lets the provider charge, or says why not (features.md V5).</summary>
    /// <param name="attempt">What the provider wants.</param>
    /// <param name="consent">The record in the chain that this subscription names; null when there is none.</param>
    /// <param name="paid">What was charged for the same period before and stands; null when nothing was.</param>
    /// <param name="terms">Of the decision.</param>
    /// <param name="zone">Where months are taken.</param>
    /// <param name="now">Of the decision.</param>
    /// <exception cref="RuleViolation">
    /// <c>charge.no-consent</c>, <c>charge.after-stop</c>, <c>charge.period-charged</c>, <c>charge.in-trial</c>,
    /// <c>charge.above-price</c>, <c>charge.free-seconds</c>, <c>charge.before-consent</c>, <c>charge.in-future</c>,
    /// <c>charge.renewal-not-told</c>.
    /// </exception>
    public Charge Charge(
        ChargeAttempt attempt,
        ConsentRecord? consent,
        Charge? paid,
        SubscriptionTerms terms,
        TimeZoneInfo zone,
        DateTimeOffset now
    )
    {
        RequireRunning();
        RequireAgreed(attempt, consent);
        if (attempt.CallSeconds <= terms.FreeSeconds)
        {
            throw new RuleViolation(
                "charge.free-seconds",
                $"The first {terms.FreeSeconds} seconds of a call are free."
            );
        }

        if (attempt.OccurredAt < ConfirmedAt)
        {
            throw new RuleViolation("charge.before-consent", "The customer had not confirmed yet.");
        }

        if (attempt.OccurredAt > now + ClockSkew)
        {
            throw new RuleViolation("charge.in-future", "What has not happened cannot be charged.");
        }

        if (Period == SubscriptionPeriod.Month && !IsPaidMonth(attempt.OccurredAt.DateIn(zone), zone))
        {
            throw new RuleViolation(
                "charge.renewal-not-told",
                $"The customer was not told {terms.RenewalNotice} days before that it renews."
            );
        }

        if (paid is not null)
        {
            throw new RuleViolation("charge.period-charged", "The customer paid for this period already.");
        }

        LastActiveOn = now.DateIn(zone);
        Version++;
        return Subscriptions.Charge.Of(this, attempt, zone, now);
    }

    /// <summary>
    /// A period begins, or the customer has to be told that the next one will. Told late, as when he confirmed in a month's
    /// last days, he has his days all the same: it renews later. Safe to repeat.
    /// </summary>
    /// <returns>The renewal to tell him of; null for none.</returns>
    public DateOnly? Renew(SubscriptionTerms terms, DateOnly today)
    {
        if (Status != SubscriptionStatus.Active || RenewsOn is not { } next)
        {
            return null;
        }

        if (next <= today && NoticedFor == next)
        {
            RenewsOn = next = FirstOfNextMonth(today);
            Version++;
        }

        var soonest = today.AddDays(terms.RenewalNotice);
        if (NoticedFor == next || soonest < next)
        {
            return null;
        }

        (RenewsOn, NoticedFor, Renewals) = (soonest, soonest, [.. Renewals, soonest]);
        Version++;
        return soonest;
    }

    /// <summary>Has nobody used it for so long that it ends by itself?</summary>
    public bool IsIdle(SubscriptionTerms terms, DateOnly today) =>
        Status == SubscriptionStatus.Active && LastActiveOn?.AddMonths(terms.InactiveAfter) <= today;

    private void RequireRunning()
    {
        if (EndReason == SubscriptionEnd.Completed)
        {
            throw new RuleViolation("charge.period-charged", "The customer paid for it already, once.");
        }

        if (Status == SubscriptionStatus.Terminated)
        {
            throw new RuleViolation("charge.after-stop", "The customer's subscription is over.");
        }
    }

    /// <summary>By what the consent says, and not what is written here: the chain protects that alone.</summary>
    private void RequireAgreed(ChargeAttempt attempt, ConsentRecord? consent)
    {
        var agreed = consent?.IsOf(this) == true ? consent.ReadTerms() : null;
        if (
            Status != SubscriptionStatus.Active
            || agreed is null
            || (agreed.ServiceId, agreed.Currency, agreed.Period) != (ServiceId, Currency, Period)
        )
        {
            throw new RuleViolation("charge.no-consent", "There is no consent of the customer to this subscription.");
        }

        agreed.RequireCovers(attempt);
    }

    /// <summary>The month of the confirmation, and each that he was told of, from the day on that he was told.</summary>
    private bool IsPaidMonth(DateOnly day, TimeZoneInfo zone) =>
        FirstOfNextMonth(day) == FirstOfNextMonth(ConfirmedAt!.Value.DateIn(zone))
        || Array.Exists(Renewals, from => from <= day && FirstOfNextMonth(from) == FirstOfNextMonth(day));

    private void End(SubscriptionAction action, SubscriptionEnd reason, DateTimeOffset now)
    {
        (Status, EndReason, EndedAt) = (SubscriptionLifeCycle.Next(Status, action), reason, now);
        RenewsOn = null;
        Version++;
    }

    private static DateOnly FirstOfNextMonth(DateOnly today) => new DateOnly(today.Year, today.Month, 1).AddMonths(1);
}
