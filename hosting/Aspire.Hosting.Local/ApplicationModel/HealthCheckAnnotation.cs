using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A question asked of a running resource again and again; it is healthy when every one answers so.</summary>
internal sealed record HealthCheckAnnotation(string Key, Func<CancellationToken, Task<HealthCheckResult>> Check)
    : IResourceAnnotation;
