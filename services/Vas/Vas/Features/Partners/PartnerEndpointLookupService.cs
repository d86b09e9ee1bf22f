using System.Threading.Tasks;
using Grpc.Core;
using ServiceDefaults.Security;
using Vas.Contracts.V1;
using Vas.Data;

namespace Vas.Features.Partners;

/// <summary>Answers whether an endpoint is the asking partner's (features.md V10, P4).</summary>
internal sealed class PartnerEndpointLookupService(VasDb db, Caller caller)
    : PartnerEndpointLookup.PartnerEndpointLookupBase
{
    public override async Task<PartnerEndpoint> GetEndpoint(
        GetPartnerEndpointRequest request,
        ServerCallContext context
    ) =>
        await db.OwnEndpointAsync(request.EndpointId, caller, context.CancellationToken) is { } endpoint
            ? new PartnerEndpoint { Id = endpoint.Id.ToString(), Status = PartnerEndpointView.Of(endpoint).Status }
            : throw new RpcException(new Status(StatusCode.NotFound, "There is no such endpoint."));
}
