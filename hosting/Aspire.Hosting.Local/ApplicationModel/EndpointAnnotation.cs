using System.Threading.Tasks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// A port that a resource listens on. Others reach a proxied one through dcp's service, whose address stays the same
/// over restarts and stands before all replicas; an unproxied one is the process's own port.
/// </summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    private readonly TaskCompletionSource<AllocatedEndpoint> allocated = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    internal EndpointAnnotation(string name, string uriScheme)
    {
        Name = name;
        UriScheme = uriScheme;
    }

    public string Name { get; set; }

    public string UriScheme { get; set; }

    /// <summary>The port others use; null or 0 takes a free one.</summary>
    public int? Port { get; set; }

    /// <summary>The port the process itself listens on; null takes a free one.</summary>
    public int? TargetPort { get; set; }

    public bool IsProxied { get; set; } = true;

    public bool IsExternal { get; set; }

    /// <summary>Null until the application has started.</summary>
    public AllocatedEndpoint? AllocatedEndpoint
    {
        get => allocated.Task.IsCompletedSuccessfully ? allocated.Task.Result : null;
        set => allocated.TrySetResult(value!);
    }

    internal Task<AllocatedEndpoint> Allocated => allocated.Task;

    /// <summary>The environment variable by which the process learns its own port.</summary>
    internal string? PortVariable { get; set; }

    /// <summary>The Kestrel endpoint in the project's appsettings.json whose URL the port overrides.</summary>
    internal string? KestrelName { get; set; }

    internal const string LoopbackAddress = "127.0.0.1";
}

public class AllocatedEndpoint
{
    internal AllocatedEndpoint(EndpointAnnotation endpoint, int port)
    {
        Endpoint = endpoint;
        Port = port;
    }

    public EndpointAnnotation Endpoint { get; }

    public string Address { get; } = EndpointAnnotation.LoopbackAddress;

    public int Port { get; }

    public string UriString => $"{Endpoint.UriScheme}://{Address}:{Port}";
}
