using System;
using System.Net.Http;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Health;

internal static class HttpHealthCheck
{
    // No pooled connections: through dcp's proxy an old one may belong to a replica that is gone.
    private static readonly HttpClient Client = new(
        new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero, AllowAutoRedirect = false }
    );

    internal static HealthCheckAnnotation Of(EndpointReference endpoint, string path, int status) =>
        new(
            $"{endpoint.Resource.Name}_{endpoint.EndpointName}_{path}_{status}_check",
            async ct =>
            {
                var url = new Uri(new Uri(endpoint.Url), path);
                using var answer = await Client.GetAsync(url, ct);
                return (int)answer.StatusCode == status
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Unhealthy($"{url} answered {(int)answer.StatusCode} instead of {status}.");
            }
        );
}
