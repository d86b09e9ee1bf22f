using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace ServiceDefaults.PolicyStore;

/// <summary>The second of two persons agrees to a change (policies.md); it takes effect on its own date.</summary>
internal static class ApprovePolicyChange
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapPost("/policyChanges/{id:guid}/approval", Handle).RequireRoles(Roles.Leader, Roles.Ops);

    private static async Task<Results<Ok<PolicyChangeView>, NotFound>> Handle(
        Guid id,
        PolicyBook book,
        PolicyKeys keys,
        ServiceDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var change = await db.Set<PolicyChange>().SingleOrDefaultAsync(c => c.Id == id, ct);
        if (change is null)
        {
            return TypedResults.NotFound();
        }

        var newest = (await book.OpenAsync(db, ct)).Newest(change.Current.Key, change.Current.Jurisdiction);

        // Of two changes approved in the same moment a unique index lets one pass.
        db.Add(change.Approve(caller.Subject, newest[0], clock.Now()));
        db.Outbox.Add(change.Id, change.Version, keys.Changed(change));
        await db.SaveChangesAsync(ct);
        book.Forget();
        return TypedResults.Ok(PolicyChangeView.Of(change));
    }
}
