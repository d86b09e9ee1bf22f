using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;

namespace Gateway.Routing;

/// <summary>
/// What is passed on has an address that a client wrote, and may hold a number or a name: logs leave it out, as spans do
/// everywhere. The route stands on the server's span (design.md, Data: personal data).
/// </summary>
internal static class ForwardedAddresses
{
    private const string Forwarder = "Yarp.ReverseProxy.Forwarder.HttpForwarder";

    public static WebApplicationBuilder AddMaskedForwarding(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter(Forwarder, LogLevel.Warning);
        builder.Logging.AddFilter<OpenTelemetryLoggerProvider>(Forwarder, LogLevel.Warning);
        return builder;
    }
}
