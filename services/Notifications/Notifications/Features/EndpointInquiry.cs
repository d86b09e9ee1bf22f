using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Notifications.Data;
using ServiceDefaults.Security;
using Vas.Contracts.V1;

namespace Notifications.Features;

/// <summary>
/// Whether an endpoint that a partner asks for is his (features.md P4, V10): one that he was sent something at is; of any
/// other its owner Vas knows. Without Vas there are no endpoints.
/// </summary>
internal sealed class EndpointInquiry(
    NotificationsDb db,
    Caller caller,
    TimeProvider clock,
    ILogger<EndpointInquiry> log,
    PartnerEndpointLookup.PartnerEndpointLookupClient? vas = null
)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <returns>Null when Vas, which would know, is away.</returns>
    public async Task<bool?> IsOwnAsync(string endpoint, CancellationToken ct)
    {
        if (!Ids.TryRead(endpoint, out var id))
        {
            return false;
        }

        if (await db.Deliveries.VisibleTo(caller).AnyAsync(delivery => delivery.SubscriptionId == id, ct))
        {
            return true;
        }

        return vas is null ? false : await AskAsync(vas, endpoint, ct);
    }

    private async Task<bool?> AskAsync(
        PartnerEndpointLookup.PartnerEndpointLookupClient vas,
        string endpoint,
        CancellationToken ct
    )
    {
        try
        {
            await vas.GetEndpointAsync(
                new GetPartnerEndpointRequest { EndpointId = endpoint },
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
            log.LogWarning("Vas did not say whose an endpoint is: {Reason}", e.Message);
            return null;
        }
    }
}
