using System.Linq;
using System.Threading.Tasks;
using ApiConventions;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Vas.Contracts.V1;
using Vas.Data;

namespace Vas.Features.Providers.Services;

/// <summary>
/// Answers what a service is and whose (features.md V2): who records a finding learns at once that there is no such
/// service, before nobody's rate counts it (V7).
/// </summary>
internal sealed class ServiceLookupService(VasDb db) : ServiceLookup.ServiceLookupBase
{
    public override async Task<Service> GetService(GetServiceRequest request, ServerCallContext context)
    {
        if (!Ids.TryRead(request.ServiceId, out var id))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "service_id is no lower-case UUID."));
        }

        var found = await db
            .Services.AsNoTracking()
            .Where(service => service.Id == id)
            .Join(
                db.Providers,
                service => service.ProviderId,
                provider => provider.Id,
                (service, provider) =>
                    new Service
                    {
                        Id = service.Id.ToString(),
                        Code = service.Code,
                        NameZh = service.NameZh,
                        NameEn = service.NameEn,
                        ProviderId = provider.Id.ToString(),
                        ProviderNumber = provider.Number,
                    }
            )
            .SingleOrDefaultAsync(context.CancellationToken);
        return found ?? throw new RpcException(new Status(StatusCode.NotFound, "There is no such service."));
    }
}
