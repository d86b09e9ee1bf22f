using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Contract;
using Google.Protobuf.WellKnownTypes;
using Known = Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus;

namespace Aspire.Hosting.Dashboard;

/// <summary>A snapshot as the dashboard receives it.</summary>
internal static class ResourceMessage
{
    internal static Contract.Resource Of(ResourceEvent change)
    {
        var snapshot = change.Snapshot;
        var message = new Contract.Resource
        {
            Name = change.ResourceId,
            DisplayName = change.Resource.Name,
            Uid = change.ResourceId,
            ResourceType = snapshot.ResourceType,
            IsHidden = snapshot.IsHidden,
            CreatedAt = Time(snapshot.CreationTimeStamp),
            StartedAt = Time(snapshot.StartTimeStamp),
            StoppedAt = Time(snapshot.StopTimeStamp),
            Commands = { ResourceCommands.Of(change) },
            Environment = { snapshot.EnvironmentVariables.Select(Variable) },
            Properties = { Properties(snapshot) },
            Urls = { snapshot.Urls.Select(Link) },
            HealthReports = { snapshot.HealthReports.Select(Report) },
            Relationships =
            {
                snapshot.Relationships.Select(r => new ResourceRelationship
                {
                    ResourceName = r.ResourceName,
                    Type = r.Type,
                }),
            },
        };
        if (snapshot.State is { } state)
        {
            message.State = state.Text;
        }

        return message;
    }

    private static IEnumerable<ResourceProperty> Properties(CustomResourceSnapshot snapshot)
    {
        var properties = snapshot.Properties.AsEnumerable();
        if (snapshot.ExitCode is { } code)
        {
            properties = properties.Append(new ResourcePropertySnapshot(KnownProperties.ExitCode, code));
        }

        return properties
            .Where(property => property.Value is not null)
            .Select(property => new ResourceProperty
            {
                Name = property.Name,
                Value = ValueOf(property.Value!),
                IsSensitive = property.IsSensitive,
            });
    }

    private static Value ValueOf(object value) =>
        value switch
        {
            IEnumerable<string> texts => Value.ForList([.. texts.Select(Value.ForString)]),
            int number => Value.ForNumber(number),
            long number => Value.ForNumber(number),
            _ => Value.ForString(Convert.ToString(value, CultureInfo.InvariantCulture)),
        };

    private static EnvironmentVariable Variable(EnvironmentVariableSnapshot variable) =>
        new()
        {
            Name = variable.Name,
            Value = variable.Value ?? "",
            IsFromSpec = variable.IsFromSpec,
        };

    private static Url Link(UrlSnapshot url) =>
        new()
        {
            EndpointName = url.Name ?? "",
            FullUrl = url.Url,
            IsInternal = url.IsInternal,
            IsInactive = url.IsInactive,
            DisplayProperties = new UrlDisplayProperties { DisplayName = "" },
        };

    private static HealthReport Report(HealthReportSnapshot report)
    {
        var message = new HealthReport
        {
            Key = report.Name,
            Description = report.Description ?? "",
            Exception = report.ExceptionText ?? "",
            LastRunAt = Time(report.LastRunAt),
        };
        if (report.Status is { } status)
        {
            message.Status = status switch
            {
                Known.Healthy => HealthStatus.Healthy,
                Known.Degraded => HealthStatus.Degraded,
                _ => HealthStatus.Unhealthy,
            };
        }

        return message;
    }

    private static Timestamp? Time(DateTime? time) =>
        time is { } known ? Timestamp.FromDateTime(known.ToUniversalTime()) : null;
}
