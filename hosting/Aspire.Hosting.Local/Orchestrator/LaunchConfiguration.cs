using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;

namespace Aspire.Hosting.Orchestrator;

using DcpExecutable = DcpObject<DcpExecutableSpec, DcpExecutableStatus>;

/// <summary>What dcp is told to run: program, folder, arguments and environment of one instance.</summary>
internal sealed class LaunchConfiguration(AppHostAssembly appHost)
{
    internal async Task<DcpExecutable> CreateAsync(ResourceInstance instance, CancellationToken ct)
    {
        var resource = instance.Resource;
        var (program, folder, first) = Command(resource);
        var args = first.Concat(resource.Annotations.OfType<CommandLineArgsAnnotation>().SelectMany(a => a.Args));
        var spec = new DcpExecutableSpec(program, folder, [.. args], await EnvironmentAsync(resource, ct));
        var metadata = new DcpMetadata(instance.Id)
        {
            Annotations = new()
            {
                [DcpServiceProducer.Annotation] = JsonSerializer.Serialize(
                    Produced(resource),
                    JsonSerializerOptions.Web
                ),
                [OtlpConfigurationExtensions.ServiceNameAnnotation] = resource.Name,
                [OtlpConfigurationExtensions.ServiceInstanceAnnotation] = instance.Suffix,
            },
        };
        return new DcpExecutable("Executable", metadata, spec);
    }

    private (string Program, string Folder, IEnumerable<string> Args) Command(IResource resource) =>
        resource switch
        {
            ExecutableResource executable => (executable.Command, executable.WorkingDirectory, []),
            // The built dll itself: `dotnet run` would be a second process between dcp and the service.
            ProjectResource project => (
                System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
                Path.GetDirectoryName(project.Project().ProjectPath)!,
                [Output(project)]
            ),
            _ => (
                Path.Combine(ServerScripts, resource.Annotations.OfType<LocalServerAnnotation>().Single().Script),
                appHost.Directory,
                [DataFolder(resource)]
            ),
        };

    private string ServerScripts =>
        appHost.Metadata("localserverspath")
        ?? throw new DistributedApplicationException("The AppHost was not built with Aspire.Hosting.Local.targets.");

    private string Output(ProjectResource project)
    {
        var path = appHost.Metadata($"projectoutput:{project.Project().ProjectPath}");
        return File.Exists(path)
            ? path
            : throw new DistributedApplicationException($"'{project.Name}' is not built: there is no '{path}'.");
    }

    private static string DataFolder(IResource resource) =>
        resource.Annotations.OfType<DataFolderAnnotation>().LastOrDefault()?.Path
        ?? throw new DistributedApplicationException($"'{resource.Name}' needs a data folder: WithDataBindMount.");

    private static async Task<List<DcpEnvVar>> EnvironmentAsync(IResource resource, CancellationToken ct)
    {
        var context = new EnvironmentCallbackContext(resource, ct);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            if (endpoint.PortVariable is { } variable)
            {
                context.EnvironmentVariables[variable] = PortExpression.For(resource, endpoint);
            }
        }

        var environment = new List<DcpEnvVar>();
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            var text = value is IValueProvider later
                ? await later.GetValueAsync(ct)
                : Convert.ToString(value, CultureInfo.InvariantCulture);
            environment.Add(new DcpEnvVar(name, text));
        }

        return environment;
    }

    private static IEnumerable<DcpServiceProducer> Produced(IResource resource) =>
        resource
            .Annotations.OfType<EndpointAnnotation>()
            .Where(endpoint => endpoint.IsProxied)
            .Select(endpoint => new DcpServiceProducer(
                PortExpression.ServiceName(resource, endpoint),
                EndpointAnnotation.LoopbackAddress,
                endpoint.TargetPort
            ));
}
