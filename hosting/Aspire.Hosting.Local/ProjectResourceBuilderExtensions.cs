using System;
using System.IO;
using System.Linq;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

public static class ProjectResourceBuilderExtensions
{
    /// <summary>A project of the solution; its endpoints are those its appsettings.json gives to Kestrel.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder,
        string name
    )
        where TProject : IProjectMetadata, new()
    {
        var project = new TProject();
        var resource = builder
            .AddResource(new ProjectResource(name))
            .Annotate(project)
            // Console logs arrive in the dashboard as one coloured line each.
            .WithEnvironment("LOGGING__CONSOLE__FORMATTERNAME", "simple")
            .WithEnvironment("DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION", "true");
        AddKestrelEndpoints(resource, project);
        return resource.WithOtlpExporter();
    }

    /// <summary>That many processes behind one address.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(
        this IResourceBuilder<ProjectResource> builder,
        int replicas
    ) => builder.Annotate(new ReplicaAnnotation(replicas));

    internal static IProjectMetadata Project(this ProjectResource resource) =>
        resource.Annotations.OfType<IProjectMetadata>().Single();

    private static void AddKestrelEndpoints(IResourceBuilder<ProjectResource> resource, IProjectMetadata project)
    {
        var endpoints = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(Path.GetDirectoryName(project.ProjectPath)!, "appsettings.json"), optional: true)
            .Build()
            .GetSection("Kestrel:Endpoints")
            .GetChildren()
            .Where(endpoint => endpoint["Url"] is not null)
            .Select(endpoint => (endpoint.Key, Address: BindingAddress.Parse(endpoint["Url"]!)))
            .ToList();
        foreach (var (key, address) in endpoints)
        {
            // A scheme that only one endpoint has is that endpoint's name.
            var alone = endpoints.Count(endpoint => endpoint.Address.Scheme == address.Scheme) == 1;
            var endpoint = new EndpointAnnotation(alone ? address.Scheme : key, address.Scheme)
            {
                Port = address.Port,
                KestrelName = key,
            };
            resource
                .Annotate(endpoint)
                .WithEnvironment(context =>
                    context.EnvironmentVariables[$"Kestrel__Endpoints__{endpoint.KestrelName}__Url"] =
                        $"{endpoint.UriScheme}://{EndpointAnnotation.LoopbackAddress}:{PortExpression.For(context.Resource, endpoint)}"
                );
        }
    }
}
