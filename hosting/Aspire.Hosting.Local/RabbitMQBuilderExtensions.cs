using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Health;
using Aspire.Hosting.Orchestrator;

namespace Aspire.Hosting;

/// <summary>RabbitMQ as a private process of this machine, run by the script eng/servers/rabbitmq.</summary>
public static class RabbitMQBuilderExtensions
{
    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null
    )
    {
        var secret = password?.Resource ?? ParameterResourceBuilderExtensions.Password(builder, $"{name}-password");
        var server = new RabbitMQServerResource(name, userName?.Resource, secret);
        return builder
            .AddResource(server)
            .Annotate(new LocalServerAnnotation("rabbitmq"))
            .WithEndpoint(port, scheme: "tcp", env: "RABBITMQ_PORT", isProxied: false)
            .WithEnvironment("RABBITMQ_USER", RabbitMQServerResource.UserName)
            .WithEnvironment<RabbitMQServerResource, ParameterResource>("RABBITMQ_PASSWORD", secret)
            .Annotate(AmqpHealthCheck.Of(server));
    }

    public static IResourceBuilder<RabbitMQServerResource> WithDataBindMount(
        this IResourceBuilder<RabbitMQServerResource> builder,
        string source,
        bool isReadOnly = false
    ) => builder.Annotate(new DataFolderAnnotation(source));

    /// <summary>The management API, as the endpoint named <c>management</c>; the script turns the plugin on for its port.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithManagementPlugin(
        this IResourceBuilder<RabbitMQServerResource> builder
    ) => builder.WithHttpEndpoint(name: "management", env: "RABBITMQ_MANAGEMENT_PORT", isProxied: false);
}
