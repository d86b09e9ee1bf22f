using System;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace Gateway.Routing;

/// <summary>
/// What is passed on has an address that a client wrote, and may hold a number or a name: logs leave it out, and spans
/// keep whom it went to. The route stands on the server's span (design.md, Data: personal data).
/// </summary>
internal static class ForwardedAddresses
{
    private const string Forwarder = "Yarp.ReverseProxy.Forwarder.HttpForwarder";

    public static WebApplicationBuilder AddMaskedForwarding(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter(Forwarder, LogLevel.Warning);
        builder.Logging.AddFilter<OpenTelemetryLoggerProvider>(Forwarder, LogLevel.Warning);
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(new WithoutPath()));
        return builder;
    }

    private sealed class WithoutPath : BaseProcessor<Activity>
    {
        private const string Address = "url.full";

        public override void OnEnd(Activity data)
        {
            if (Uri.TryCreate(data.GetTagItem(Address) as string, UriKind.Absolute, out var address))
            {
                data.SetTag(Address, address.GetLeftPart(UriPartial.Authority));
            }
        }
    }
}
