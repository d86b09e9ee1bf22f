using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Gateway.Routing;

/// <summary>
/// Turns a destination's logical address (<c>http://complaints</c>) into the one that Aspire's configuration key
/// <c>services:complaints:http:0</c> holds. A name that nothing configures stays as it is, for plain DNS.
/// </summary>
internal sealed class ServiceAddresses(IConfiguration configuration) : IDestinationResolver
{
    public ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations,
        CancellationToken cancellationToken
    )
    {
        var resolved = new Dictionary<string, DestinationConfig>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, destination) in destinations)
        {
            var service = new Uri(destination.Address).Host;
            resolved[name] = destination with
            {
                Address = configuration[$"services:{service}:http:0"] ?? destination.Address,
            };
        }

        return ValueTask.FromResult(new ResolvedDestinationCollection(resolved, changeToken: null));
    }
}
