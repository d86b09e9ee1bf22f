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

namespace Vas.Features.Providers.Blacklists;

/// <summary>Somebody else than who put it there takes an entry off the blacklist before its time (features.md V12).</summary>
internal static class RemoveFromBlacklist
{
    public static void Map(RouteGroupBuilder blacklist) =>
        blacklist.MapPost("/{id}/removal", Handle).RequireRoles([.. ProviderRoles.Judges]);

    private static async Task<Results<Ok<BlacklistEntryView>, NotFound>> Handle(
        string id,
        ReasonRequest request,
        VasDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var entry = await db.Blacklist.WithIdAsync(id, ct);
        if (entry is null)
        {
            return TypedResults.NotFound();
        }

        entry.Remove(request.Reason, caller.Subject, clock.Now());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(BlacklistEntryView.Of(entry));
    }
}
