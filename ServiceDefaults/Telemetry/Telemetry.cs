using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace ServiceDefaults.Telemetry;

/// <summary>
/// Traces, metrics and logs over OTLP, from the activity sources that .NET and the libraries bring themselves.
/// Everything else (endpoint, protocol, key, service name) comes from the standard <c>OTEL_*</c> variables, so no
/// service knows who listens.
/// </summary>
public static class TelemetrySetup
{
    private const string HostingDiagnostics = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public static IHostApplicationBuilder AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = false; // ASP.NET Core's holds the path, which may hold a number; the trace leads on
        });

        // It logs every address with its query, which may hold a number or a name; HttpServerSpans tells the route.
        builder.Logging.AddFilter(HostingDiagnostics, LogLevel.Warning);
        builder.Logging.AddFilter<OpenTelemetryLoggerProvider>(HostingDiagnostics, LogLevel.Warning);

        var telemetry = builder
            .Services.AddOpenTelemetry()
            .WithMetrics(metrics =>
                metrics
                    .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
                    .AddMeter("System.Net.Http", "System.Runtime", "Npgsql", "MassTransit", "Yarp.ReverseProxy")
            )
            .WithTracing(tracing =>
                tracing
                    .SetSampler(new ParentBasedSampler(new OnlyRootsThatMeanWork()))
                    .AddSource("Microsoft.AspNetCore", "System.Net.Http", "Grpc.Net.Client")
                    .AddSource("MassTransit", "Yarp.ReverseProxy", StoredTrace.SourceName)
                    .AddProcessor(new WithoutPath())
            );

        if (builder.Configuration.GetValue("Telemetry:DatabaseCalls", false))
        {
            // Every statement as a span, nine of ten that a payment makes: for whoever looks for a slow one.
            telemetry.WithTracing(tracing => tracing.AddSource("Npgsql"));
        }

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }

        return builder;
    }

    /// <summary>First in the pipeline: every later span and log hangs below a server span that says what was asked.</summary>
    public static IApplicationBuilder UseHttpServerSpans(this IApplicationBuilder app) =>
        app.UseMiddleware<HttpServerSpans>();
}
