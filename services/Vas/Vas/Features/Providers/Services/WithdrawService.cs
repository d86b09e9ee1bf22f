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

/// <summary>A service is turned down, taken back or no longer offered: by finance, or by its provider (features.md V2).</summary>
internal static class WithdrawService
{
    public static void Map(RouteGroupBuilder services) =>
        services.MapPost("/{id}/withdrawal", Handle).RequireRoles(Roles.Finance, Roles.Partner);

    private static async Task<Results<Ok<VasServiceView>, NotFound>> Handle(
        string id,
        ReasonRequest request,
        VasDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var row = await db.Services.VisibleTo(caller).WithProvider(db).WithIdAsync(id, ct);
        if (row is null)
        {
            return TypedResults.NotFound();
        }

        row.Service.Withdraw(request.Reason, caller.Subject, clock.Now());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(VasServiceView.Of(row, caller));
    }
}
