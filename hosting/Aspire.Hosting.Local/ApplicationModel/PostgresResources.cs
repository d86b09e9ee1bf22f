using System.Threading;
using System.Threading.Tasks;

namespace Aspire.Hosting.ApplicationModel;

public class PostgresServerResource
    : Resource,
        IResourceWithEndpoints,
        IResourceWithEnvironment,
        IResourceWithWaitSupport,
        IResourceWithConnectionString
{
    internal const string UserName = "postgres";

    public PostgresServerResource(string name, ParameterResource? userName, ParameterResource password)
        : base(name)
    {
        UserNameParameter = userName;
        PasswordParameter = password;
        PrimaryEndpoint = new EndpointReference(this, "tcp");
    }

    public EndpointReference PrimaryEndpoint { get; }

    public ParameterResource? UserNameParameter { get; }

    public ParameterResource PasswordParameter { get; }

    public async ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default)
    {
        var endpoint = await PrimaryEndpoint.EndpointAnnotation.Allocated.WaitAsync(cancellationToken);
        var password = await PasswordParameter.GetValueAsync(cancellationToken);
        return $"Host={endpoint.Address};Port={endpoint.Port};Username={UserName};Password={password}";
    }
}

public class PostgresDatabaseResource
    : Resource,
        IResourceWithParent<PostgresServerResource>,
        IResourceWithConnectionString
{
    public PostgresDatabaseResource(string name, string databaseName, PostgresServerResource postgresParentResource)
        : base(name)
    {
        DatabaseName = databaseName;
        Parent = postgresParentResource;
    }

    public string DatabaseName { get; }

    public PostgresServerResource Parent { get; }

    async ValueTask<string?> IResourceWithConnectionString.GetConnectionStringAsync(
        CancellationToken cancellationToken
    ) => $"{await Parent.GetConnectionStringAsync(cancellationToken)};Database={DatabaseName}";
}
