using System;

namespace Notifications.Domain;

/// <summary>
/// How many reminders an account's phone got today, local date (sms.reminders_per_day). One row per account with a
/// version: two reminders decided in the same moment cannot both be the last that is allowed.
/// </summary>
public sealed class ReminderBudget
{
    private ReminderBudget() { }

    public Guid AccountId { get; private set; }
    public long Version { get; private set; }
    public DateOnly Day { get; private set; }
    public int Used { get; private set; }

    public static ReminderBudget Of(Guid account) => new() { AccountId = account };

    /// <returns>False when the day's reminders are used up.</returns>
    public bool TryUse(DateOnly today, int perDay)
    {
        var used = today == Day ? Used : 0;
        if (used >= perDay)
        {
            return false;
        }

        (Day, Used) = (today, used + 1);
        Version++;
        return true;
    }
}
