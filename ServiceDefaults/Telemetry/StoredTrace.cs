using System.Diagnostics;

namespace ServiceDefaults.Telemetry;

/// <summary>
/// Work that goes on after the request ended (relay, sweep, receipt) continues the trace that its row stores (P2).
/// </summary>
public static class StoredTrace
{
    public const string SourceName = "ServicePlatform";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The W3C traceparent to store beside work that is done later; null outside any trace.</summary>
    public static string? Current => Activity.Current is { } activity ? activity.Id : null;

    /// <summary>The trace that a traceparent belongs to, as people look for it; null for none.</summary>
    public static string? IdOf(string? traceparent) =>
        ActivityContext.TryParse(traceparent, traceState: null, out var context) ? context.TraceId.ToString() : null;

    /// <summary>Starts a span inside a stored trace; a root of its own when nothing was stored.</summary>
    /// <param name="name">What is being done, lower case, no identifiers: <c>relay event</c>.</param>
    /// <param name="traceparent">What <see cref="Current"/> was when the work was noted down.</param>
    /// <param name="kind">Producer and consumer for queues, internal for sweeps.</param>
    public static Activity? Continue(string name, string? traceparent, ActivityKind kind = ActivityKind.Internal)
    {
        _ = ActivityContext.TryParse(traceparent, traceState: null, isRemote: true, out var parent);

        // A context that is default would fall back to Activity.Current, which is the sweep's own, not the case's.
        var around = Activity.Current;
        Activity.Current = null;
        var activity = Source.StartActivity(name, kind, parent);
        if (activity is null)
        {
            Activity.Current = around;
        }

        return activity;
    }
}
