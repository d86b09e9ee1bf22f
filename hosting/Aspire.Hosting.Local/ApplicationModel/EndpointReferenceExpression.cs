using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>One part of an endpoint's address, such as its port.</summary>
public class EndpointReferenceExpression : IManifestExpressionProvider, IValueProvider
{
    public EndpointReferenceExpression(EndpointReference endpointReference, EndpointProperty property)
    {
        Endpoint = endpointReference;
        Property = property;
    }

    public EndpointReference Endpoint { get; }

    public EndpointProperty Property { get; }

    public string ValueExpression => $"{{{Endpoint.Resource.Name}.bindings.{Endpoint.EndpointName}.{Property}}}";

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var annotation = Endpoint.EndpointAnnotation;
        var allocated = await annotation.Allocated.WaitAsync(cancellationToken);
        var port = allocated.Port.ToString(CultureInfo.InvariantCulture);
        return Property switch
        {
            EndpointProperty.Url => allocated.UriString,
            EndpointProperty.Host => allocated.Address,
            EndpointProperty.Port => port,
            EndpointProperty.Scheme => annotation.UriScheme,
            EndpointProperty.HostAndPort => $"{allocated.Address}:{port}",
            EndpointProperty.TargetPort => Dcp.PortExpression.For(Endpoint.Resource, annotation),
            _ => throw new InvalidOperationException($"An endpoint has no property {Property}."),
        };
    }
}
