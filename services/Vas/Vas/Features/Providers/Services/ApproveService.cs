using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;

namespace Vas.Features.Providers.Services;

/// <summary>A second person lets a service go live (features.md V2).</summary>
internal static class ApproveService
{
    public static void Map(RouteGroupBuilder services) =>
        services.MapPost("/{id}/approval", Handle).RequireRoles(Roles.Finance);

    private static async Task<Results<Ok<VasServiceView>, NotFound>> Handle(
        string id,
        VasDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var row = await db.Services.WithProvider(db).WithIdAsync(id, ct);
        if (row is null)
        {
            return TypedResults.NotFound();
        }

        row.Service.Approve(row.Provider, caller.Subject, clock.Now());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(VasServiceView.Of(row, caller));
    }
}
