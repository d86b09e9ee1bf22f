using System.Diagnostics;
using OpenTelemetry.Trace;

namespace ServiceDefaults.Telemetry;

/// <summary>
/// Relays and sweeps look into the database several times a second. Such a query without a parent is a client span
/// that starts a trace of its own and says nothing; anything else that starts a trace is kept.
/// </summary>
internal sealed class OnlyRootsThatMeanWork : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Kind == ActivityKind.Client
            ? new SamplingResult(SamplingDecision.Drop)
            : new SamplingResult(SamplingDecision.RecordAndSample);
}
