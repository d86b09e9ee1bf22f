using System.Threading;
using System.Threading.Tasks;
using Complaints.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Complaints.Features;

/// <summary>An administrator deletes a case; number and history stay as a tombstone (features.md C18).</summary>
internal static class DeleteComplaint
{
    public static void Map(RouteGroupBuilder tickets) => tickets.MapDelete("/{id}", Handle).RequireRoles(Roles.Ops);

    private static async Task<Results<NoContent, NotFound>> Handle(
        string id,
        ComplaintsDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var complaint = await db.Complaints.VisibleTo(caller).WithIdAsync(id, ct);
        if (complaint is null)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        await db.Entry(complaint).Collection(c => c.Callbacks).LoadAsync(ct); // their remarks go, too
        await db.Entry(complaint).Collection(c => c.Findings).LoadAsync(ct); // and their words
        complaint.Delete(caller.AsActor(), now);

        db.Outbox.Add(complaint.Id, complaint.Version, ComplaintFacts.Closed(complaint, "deleted", now));
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
