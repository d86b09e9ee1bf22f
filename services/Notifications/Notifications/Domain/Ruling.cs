using System;

namespace Notifications.Domain;

/// <summary>What is done with a message that is wanted.</summary>
public enum Verdict
{
    Send,

    /// <summary>Waits for the end of quiet hours, or for a day that takes it, and is then decided on again.</summary>
    Hold,

    /// <summary>Into the message centre, without a phone ringing.</summary>
    InAppOnly,

    /// <summary>Nobody is told, for a reason that is kept.</summary>
    Refuse,
}

/// <summary>All that a decision looks at (features.md N3).</summary>
/// <param name="IsForInboxOnly">Not worth a text message.</param>
/// <param name="WasHeld">Waited for the morning: it is not dropped because the morning is full.</param>
/// <param name="WhyObsolete">What happened meanwhile that makes the message wrong; null: nothing.</param>
/// <param name="Today">The local date, by which reminders are counted.</param>
/// <param name="Budget">Changed by a reminder that is sent.</param>
/// <param name="CapPolicy">The version of <paramref name="RemindersPerDay"/>.</param>
/// <param name="ConsentPolicy">The version of the rule that marketing needs an express consent.</param>
public sealed record SendQuestion(
    MessageClass Class,
    bool IsForInboxOnly,
    bool WasHeld,
    string? WhyObsolete,
    Preferences Preferences,
    QuietHours Quiet,
    DateOnly Today,
    ReminderBudget Budget,
    int RemindersPerDay,
    string CapPolicy,
    string ConsentPolicy
);

/// <summary>A decision with the rule that made it, the policy's version and the consent that was looked at.</summary>
/// <param name="IsInInbox">Whether it lies in the message centre; nothing there makes a noise, so nothing waits.</param>
public sealed record Ruling(
    Verdict Verdict,
    bool IsInInbox,
    string Rule,
    string? Policy = null,
    string? Consent = null,
    DateTimeOffset? HoldUntil = null
)
{
    /// <summary>Confirmations ask no preference, no clock and no count.</summary>
    public static readonly Ruling AtOnce = new(Verdict.Send, IsInInbox: true, "confirmation.at-once");

    /// <summary>Whether a message goes out now; asked again whenever a held one comes due.</summary>
    public static Ruling On(SendQuestion asked, DateTimeOffset now)
    {
        if (asked.WhyObsolete is { } why)
        {
            return new(Verdict.Refuse, IsInInbox: false, why);
        }

        if (asked is { Class: MessageClass.Confirmation, IsForInboxOnly: false })
        {
            return AtOnce;
        }

        var isInInbox = asked.Preferences.Allows(asked.Class, Channel.InApp);
        if (asked.IsForInboxOnly)
        {
            return Silently("template.in-app-only", policy: null, asked.Preferences.Basis(asked.Class, Channel.InApp));
        }

        var consent = asked.Preferences.Basis(asked.Class, Channel.Sms);
        if (!asked.Preferences.Allows(asked.Class, Channel.Sms))
        {
            return asked.Class == MessageClass.Marketing
                ? Silently("marketing.no-consent", asked.ConsentPolicy, consent)
                : Silently("preference.off", policy: null, consent);
        }

        if (asked.Quiet.EndAfter(now) is { } end)
        {
            return new(Verdict.Hold, isInInbox, "quiet-hours", asked.Quiet.Policy, consent, end);
        }

        if (asked.Class != MessageClass.Reminder || asked.Budget.TryUse(asked.Today, asked.RemindersPerDay))
        {
            return new(Verdict.Send, isInInbox, "allowed", asked.Quiet.Policy, consent);
        }

        const string Full = "reminders.day-is-full";
        return asked.WasHeld
            ? new(
                Verdict.Hold,
                isInInbox,
                Full,
                asked.CapPolicy,
                consent,
                asked.Quiet.MorningOf(asked.Today.AddDays(1))
            )
            : Silently(Full, asked.CapPolicy, consent);

        Ruling Silently(string rule, string? policy, string? looked) =>
            new(isInInbox ? Verdict.InAppOnly : Verdict.Refuse, isInInbox, rule, policy, looked);
    }
}
