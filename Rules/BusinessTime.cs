using System;

namespace Rules;

public static class BusinessTime
{
    /// <summary>
    /// The moment, UTC, in whole microseconds: what PostgreSQL keeps. A finer time would not equal itself after a
    /// round trip, and an equality filter on it would find nothing.
    /// </summary>
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
