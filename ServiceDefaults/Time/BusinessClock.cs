using System;
using System.Globalization;
using System.IO;
using System.Threading;
using Microsoft.Extensions.Configuration;
using Rules;

namespace ServiceDefaults.Time;

/// <summary>
/// The time that deadlines, periods and ages run by (design.md, Business time). It is the system's, unless the platform
/// was started with a simulated clock: then one file says how far business time is ahead, and every process follows it
/// within a second. Tokens, leases, the outbox, timeouts and telemetry take <see cref="TimeProvider"/> and stay on
/// system time.
/// </summary>
public sealed class BusinessClock(IConfiguration configuration) : TimeProvider
{
    /// <summary>Configuration key of the file; set by <c>./run --simulated-clock</c> and by nothing else.</summary>
    public const string FileKey = "BusinessTime:File";

    private const long LookEveryMilliseconds = 200;

    /// <summary>How long after a move every process has followed, its clock's ticks allowed for.</summary>
    public static readonly TimeSpan FollowedWithin = TimeSpan.FromMilliseconds(LookEveryMilliseconds + 50);

    /// <summary>Ten years: no promise reaches farther, and calendars end at some time.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(3653);

    private readonly Lock _moving = new();

    private readonly string? _file = configuration[FileKey];
    private long _ahead;
    private long _lookedAt = -LookEveryMilliseconds;

    /// <summary>Whether business time can be moved at all.</summary>
    public bool IsSimulated => _file is not null;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead();

    /// <summary>Moves business time forward, in every process that reads the same file.</summary>
    /// <returns>The new business time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Business time never goes back.</exception>
    /// <exception cref="RuleViolation"><c>business-time.too-far</c>.</exception>
    public DateTimeOffset Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var file = _file ?? throw new InvalidOperationException("Business time is the system's and cannot be moved.");
        lock (_moving)
        {
            var ahead = Read(file) + by;
            if (ahead > Farthest)
            {
                throw new RuleViolation(
                    "business-time.too-far",
                    $"Business time is at most {Farthest.Days} days ahead."
                );
            }

            // Beside and renamed: a reader finds the old number or the new one, never half of one.
            var next = $"{file}.next";
            File.WriteAllText(next, ahead.Ticks.ToString(CultureInfo.InvariantCulture));
            File.Move(next, file, overwrite: true);
            Follow(ahead);
        }

        return GetUtcNow();
    }

    private TimeSpan Ahead()
    {
        if (_file is null)
        {
            return TimeSpan.Zero;
        }

        var now = Environment.TickCount64;
        if (now - Volatile.Read(ref _lookedAt) >= LookEveryMilliseconds)
        {
            Volatile.Write(ref _lookedAt, now);
            Follow(Read(_file));
        }

        return TimeSpan.FromTicks(Volatile.Read(ref _ahead));
    }

    /// <summary>Forward only: whoever read the file just before it was moved must not take time back.</summary>
    private void Follow(TimeSpan ahead)
    {
        var known = Volatile.Read(ref _ahead);
        while (ahead.Ticks > known)
        {
            var before = Interlocked.CompareExchange(ref _ahead, ahead.Ticks, known);
            if (before == known)
            {
                return;
            }

            known = before;
        }
    }

    private static TimeSpan Read(string file) =>
        File.Exists(file)
            ? TimeSpan.FromTicks(long.Parse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture))
            : TimeSpan.Zero;
}
