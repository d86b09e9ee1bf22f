using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Vas.Contracts.V1;

namespace Complaints.Features;

/// <summary>
/// Asks Vas whether a value-added service exists, before a finding against its provider names it (features.md C15, V7): a
/// finding of an unknown one would count for nobody, and nobody would hear of it. A platform without Vas counts none.
/// </summary>
internal sealed class ServiceInquiry(
    TimeProvider clock,
    ILogger<ServiceInquiry> log,
    ServiceLookup.ServiceLookupClient? vas = null
)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <returns>Null when Vas is away: a finding can wait for it, as no customer does.</returns>
    public async Task<bool?> ExistsAsync(Guid service, CancellationToken ct)
    {
        if (vas is null)
        {
            return true;
        }

        try
        {
            await vas.GetServiceAsync(
                new GetServiceRequest { ServiceId = service.ToString() },
                deadline: clock.GetUtcNow().UtcDateTime + Deadline,
                cancellationToken: ct
            );
            return true;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return false;
        }
        catch (Exception e) when (e is RpcException or HttpRequestException && !ct.IsCancellationRequested)
        {
            log.LogWarning("Vas did not answer, no finding was recorded: {Reason}", e.Message);
            return null;
        }
    }
}
