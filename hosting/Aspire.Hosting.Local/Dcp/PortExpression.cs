using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// The port that a process itself listens on. Behind dcp's proxy each replica gets its own, which dcp puts in the
/// place of the template when it starts the process.
/// </summary>
internal static class PortExpression
{
    internal static string ServiceName(IResource resource, EndpointAnnotation endpoint) =>
        $"{resource.Name}-{endpoint.Name}";

    internal static string For(IResource resource, EndpointAnnotation endpoint)
    {
        var known = endpoint.IsProxied ? endpoint.TargetPort : endpoint.AllocatedEndpoint?.Port;
        return known is { } port
            ? port.ToString(CultureInfo.InvariantCulture)
            : "{{- portForServing \"" + ServiceName(resource, endpoint) + "\" -}}";
    }
}
