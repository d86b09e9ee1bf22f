using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Domain.Providers;

namespace Vas.Features.Providers.Services;

/// <summary>
/// The catalogue of value-added services, newest first: customers and channels see what is live, a provider its own
/// (features.md V2).
/// </summary>
internal static class ListServices
{
    private static readonly Listing<ServiceOfProvider> Listing = new Listing<ServiceOfProvider>()
        .FilterBy("code", code => row => row.Service.Code == code)
        .FilterBy("accessCode", code => row => row.Service.AccessCode == code)
        .FilterBy("providerId", id => Ids.TryRead(id, out var key) ? row => row.Service.ProviderId == key : _ => false)
        .FilterBy(
            "status",
            word => Words.Read<VasServiceStatus>(word) is { } status ? row => row.Service.Status == status : null
        );

    internal static readonly string[] Readers =
    [
        Roles.Customer,
        Roles.Channel,
        Roles.Agent,
        Roles.Partner,
        .. ProviderRoles.Staff,
    ];

    public static void Map(RouteGroupBuilder services) => services.MapGet("", Handle).RequireRoles(Readers);

    private static Task<ListAnswer<VasServiceView>> Handle(
        HttpContext http,
        VasDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.Services.AsNoTracking()
                .VisibleTo(caller)
                .WithProvider(db)
                .OrderByDescending(row => row.Service.ProposedAt)
                .ThenBy(row => row.Service.Id),
            http,
            row => VasServiceView.Of(row, caller),
            ct
        );
}
