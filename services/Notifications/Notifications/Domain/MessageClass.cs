namespace Notifications.Domain;

/// <summary>What a message is to the customer; decides whether it may wait and whether he may switch it off (features.md N3).</summary>
public enum MessageClass
{
    /// <summary>
    /// Answers what he did himself, or tells of a bar, an outage, a restore or money taken: at once, always, also at night.
    /// </summary>
    Confirmation,

    /// <summary>Useful to know before something happens: waits for the end of quiet hours, at most so many a day.</summary>
    Reminder,

    /// <summary>
    /// What he must hear before it happens to him: a bar, a renewal that is charged. Waits for the end of quiet hours like a reminder, but nobody
    /// can switch it off, and no count keeps it back.
    /// </summary>
    LastNotice,

    /// <summary>Only to those who asked for it (sms.marketing_consent).</summary>
    Marketing,
}

/// <summary>Over what a customer is told.</summary>
public enum Channel
{
    Sms,

    /// <summary>The message centre: lies there silently until it is read.</summary>
    InApp,
}
