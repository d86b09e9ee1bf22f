using System;

namespace Rules;

/// <summary>Which time runs: all of it, or only that inside shifts.</summary>
public enum Clock
{
    Calendar,
    Working,
}

public enum LimitUnit
{
    Seconds,
    Minutes,
    Hours,

    /// <summary>Whole days: they end when the day does, whatever the hour of the start.</summary>
    Days,

    /// <summary>Whole months, on the calendar only.</summary>
    Months,
}

/// <summary>How long something may take: 48 hours, 5 working days, 15 calendar days.</summary>
public sealed record Limit
{
    /// <exception cref="RuleViolation">
    /// <c>limit.negative</c>; <c>limit.not-whole</c>: days and months come whole, days from 1;
    /// <c>limit.working-months</c>: nobody counts those.
    /// </exception>
    public Limit(decimal amount, LimitUnit unit, Clock clock)
    {
        if (amount < 0)
        {
            throw new RuleViolation("limit.negative", $"A limit of {amount} {unit} lies before its start.");
        }

        if (unit >= LimitUnit.Days && (amount < 1 || amount > 36_500 || amount != decimal.Truncate(amount)))
        {
            throw new RuleViolation("limit.not-whole", $"{unit} are counted whole and from 1; {amount} is not.");
        }

        if (unit == LimitUnit.Months && clock == Clock.Working)
        {
            throw new RuleViolation("limit.working-months", "Months are counted on the calendar, not in working time.");
        }

        (Amount, Unit, Clock) = (amount, unit, clock);
    }

    public decimal Amount { get; }

    public LimitUnit Unit { get; }

    public Clock Clock { get; }

    /// <summary>The elapsed time it stands for; null for days and months, whose length depends on the start.</summary>
    public TimeSpan? Duration =>
        Unit switch
        {
            LimitUnit.Seconds => Of(TimeSpan.TicksPerSecond),
            LimitUnit.Minutes => Of(TimeSpan.TicksPerMinute),
            LimitUnit.Hours => Of(TimeSpan.TicksPerHour),
            _ => null,
        };

    public static Limit Hours(decimal amount, Clock clock = Clock.Calendar) => new(amount, LimitUnit.Hours, clock);

    public static Limit WorkingDays(int amount) => new(amount, LimitUnit.Days, Clock.Working);

    public static Limit CalendarDays(int amount) => new(amount, LimitUnit.Days, Clock.Calendar);

    public static Limit Months(int amount) => new(amount, LimitUnit.Months, Clock.Calendar);

    private TimeSpan Of(long ticks) => TimeSpan.FromTicks((long)(Amount * ticks));
}
