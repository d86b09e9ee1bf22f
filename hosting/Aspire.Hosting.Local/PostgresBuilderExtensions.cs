using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Health;
using Aspire.Hosting.Orchestrator;

namespace Aspire.Hosting;

/// <summary>PostgreSQL as a private process of this machine, run by the script eng/servers/postgres.</summary>
public static class PostgresBuilderExtensions
{
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null
    )
    {
        var secret = password?.Resource ?? ParameterResourceBuilderExtensions.Password(builder, $"{name}-password");
        var server = new PostgresServerResource(name, userName?.Resource, secret);
        return builder
            .AddResource(server)
            .Annotate(new LocalServerAnnotation("postgres"))
            .WithEndpoint(port, scheme: "tcp", env: "PGPORT", isProxied: false)
            .WithEnvironment<PostgresServerResource, ParameterResource>("POSTGRES_PASSWORD", secret)
            .Annotate(PostgresHealthCheck.Of(server));
    }

    public static IResourceBuilder<PostgresServerResource> WithDataBindMount(
        this IResourceBuilder<PostgresServerResource> builder,
        string source,
        bool isReadOnly = false
    ) => builder.Annotate(new DataFolderAnnotation(source));

    /// <summary>A database, created when the server has become healthy, unless it is there.</summary>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder,
        string name,
        string? databaseName = null
    )
    {
        var database = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);
        return builder
            .ApplicationBuilder.AddResource(database)
            .Annotate(PostgresHealthCheck.Of(database))
            .Annotate(new ResourceRelationshipAnnotation(builder.Resource, "Parent"));
    }
}
