using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;

namespace Vas.Features.Providers.Sanctions;

/// <summary>A second person agrees that a sanction is over; what it kept from being sold may be again (features.md V9).</summary>
internal static class ApproveLifting
{
    public static void Map(RouteGroupBuilder sanctions) =>
        sanctions.MapPost("/{id}/lifting/approval", Handle).RequireRoles([.. ProviderRoles.Judges]);

    private static async Task<Results<Ok<SanctionView>, NotFound>> Handle(
        string id,
        VasDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var sanction = await db.Sanctions.WithIdAsync(id, ct);
        if (sanction is null)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        var provider = await db.Providers.SingleAsync(it => it.Id == sanction.ProviderId, ct);
        sanction.ApproveLifting(provider, await db.HasOtherStopsAsync(sanction, ct), caller.Subject, now);
        await db.RecordEndAsync(provider, sanction, now, ct);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(SanctionView.Of(sanction, caller));
    }
}
