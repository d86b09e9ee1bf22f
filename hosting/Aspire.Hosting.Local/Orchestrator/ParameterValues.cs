using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestrator;

/// <summary>Parameters stand in the dashboard like other resources, secrets masked.</summary>
internal sealed class ParameterValues(DistributedApplicationModel model, ResourceNotificationService notifications)
{
    internal async Task PublishAsync(CancellationToken ct)
    {
        foreach (var parameter in model.Resources.OfType<ParameterResource>())
        {
            var value = await parameter.GetValueAsync(ct);
            notifications.Publish(
                parameter,
                parameter.Name,
                _ =>
                    ResourceDescription.Initial(parameter) with
                    {
                        State = KnownResourceStates.Running,
                        Properties = [new(KnownProperties.ParameterValue, value) { IsSensitive = parameter.Secret }],
                    }
            );
        }
    }
}
