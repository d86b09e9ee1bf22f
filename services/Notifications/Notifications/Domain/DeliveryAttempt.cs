using System;

namespace Notifications.Domain;

/// <summary>One try to deliver, and what it met; never changed.</summary>
public sealed class DeliveryAttempt
{
    private DeliveryAttempt() { }

    public Guid DeliveryId { get; private set; }

    /// <summary>1 for the first; goes on counting through replays.</summary>
    public int Number { get; private set; }
    public DateTimeOffset At { get; private set; }

    /// <summary>The partner's HTTP status; null when there was no answer.</summary>
    public int? StatusCode { get; private set; }
    public string? Error { get; private set; }
    public int DurationMs { get; private set; }

    internal static DeliveryAttempt Of(
        Guid delivery,
        int number,
        DateTimeOffset at,
        int? statusCode,
        string? error,
        TimeSpan duration
    ) =>
        new()
        {
            DeliveryId = delivery,
            Number = number,
            At = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond)),
            StatusCode = statusCode,
            Error = error,
            DurationMs = (int)duration.TotalMilliseconds,
        };
}
