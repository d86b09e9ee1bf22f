using System.Threading;
using System.Threading.Tasks;

namespace Aspire.Hosting.ApplicationModel;

public class RabbitMQServerResource
    : Resource,
        IResourceWithEndpoints,
        IResourceWithEnvironment,
        IResourceWithWaitSupport,
        IResourceWithConnectionString
{
    internal const string UserName = "guest";

    public RabbitMQServerResource(string name, ParameterResource? userName, ParameterResource password)
        : base(name)
    {
        UserNameParameter = userName;
        PasswordParameter = password;
        PrimaryEndpoint = new EndpointReference(this, "tcp");
    }

    public EndpointReference PrimaryEndpoint { get; }

    public ParameterResource? UserNameParameter { get; }

    public ParameterResource PasswordParameter { get; }

    async ValueTask<string?> IResourceWithConnectionString.GetConnectionStringAsync(CancellationToken cancellationToken)
    {
        var endpoint = await PrimaryEndpoint.EndpointAnnotation.Allocated.WaitAsync(cancellationToken);
        var password = await PasswordParameter.GetValueAsync(cancellationToken);
        return $"amqp://{UserName}:{password}@{endpoint.Address}:{endpoint.Port}";
    }
}
