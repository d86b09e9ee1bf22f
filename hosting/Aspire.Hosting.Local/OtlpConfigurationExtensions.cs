using System.Linq;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;

namespace Aspire.Hosting;

public static class OtlpConfigurationExtensions
{
    /// <summary>
    /// Sends the resource's telemetry to the dashboard, by the variables of the OpenTelemetry specification. Batches
    /// leave after a second, so that a person (or a test) sees a trace right after the request.
    /// </summary>
    public static IResourceBuilder<T> WithOtlpExporter<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEnvironment
    {
        var application = builder.ApplicationBuilder;
        return builder.WithEnvironment(context =>
        {
            if (application.Resources.OfType<DashboardResource>().SingleOrDefault() is not { } dashboard)
            {
                return; // it is off
            }

            var variables = context.EnvironmentVariables;
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = dashboard.Otlp;
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
            variables["OTEL_EXPORTER_OTLP_HEADERS"] =
                $"x-otlp-api-key={application.Configuration[DashboardSettings.OtlpApiKeyKey]}";
            variables["OTEL_SERVICE_NAME"] = "{{- index .Annotations \"" + ServiceNameAnnotation + "\" -}}";
            variables["OTEL_RESOURCE_ATTRIBUTES"] =
                "service.instance.id={{- index .Annotations \"" + ServiceInstanceAnnotation + "\" -}}";
            variables["OTEL_BSP_SCHEDULE_DELAY"] = "1000"; // milliseconds
            variables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
            variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
            variables["OTEL_TRACES_SAMPLER"] = "always_on";
            variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
            variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        });
    }

    // dcp replaces the templates above by these annotations of the executable.
    internal const string ServiceNameAnnotation = "otel-service-name";
    internal const string ServiceInstanceAnnotation = "otel-service-instance-id";
}
