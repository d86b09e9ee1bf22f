using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is known of a resource at one moment: what the dashboard shows and tests wait for.</summary>
public sealed record CustomResourceSnapshot()
{
    public required string ResourceType { get; init; }

    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    public ResourceStateSnapshot? State { get; init; }

    public int? ExitCode { get; init; }

    /// <summary>Null unless the resource is running.</summary>
    public HealthStatus? HealthStatus { get; private init; }

    /// <summary>A report without a status has not been made yet.</summary>
    public ImmutableArray<HealthReportSnapshot> HealthReports { get; internal init; } = [];

    public ImmutableArray<EnvironmentVariableSnapshot> EnvironmentVariables { get; init; } = [];

    public ImmutableArray<UrlSnapshot> Urls { get; init; } = [];

    public ImmutableArray<RelationshipSnapshot> Relationships { get; init; } = [];

    public DateTime? CreationTimeStamp { get; init; }

    public DateTime? StartTimeStamp { get; init; }

    public DateTime? StopTimeStamp { get; init; }

    public bool IsHidden { get; init; }

    /// <summary>dcp's uid of the present process's executable: another one means that it was started anew.</summary>
    internal string? Execution { get; init; }

    internal bool IsTerminal => State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text);

    internal CustomResourceSnapshot WithHealthComputed() => this with { HealthStatus = ComputeHealth() };

    internal CustomResourceSnapshot WithProperties(params ReadOnlySpan<ResourcePropertySnapshot> properties)
    {
        var names = properties.ToArray().Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        return this with
        {
            Properties = [.. Properties.Where(property => !names.Contains(property.Name)), .. properties],
        };
    }

    private HealthStatus? ComputeHealth()
    {
        if (State?.Text != KnownResourceStates.Running)
        {
            return null;
        }

        return HealthReports.Length == 0
            ? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
            : HealthReports.Min(report =>
                report.Status ?? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy
            );
    }
}
