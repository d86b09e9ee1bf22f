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

/// <summary>Somebody begins to work on a case.</summary>
internal static class StartComplaint
{
    public static void Map(RouteGroupBuilder actions) =>
        actions.MapPost("/{id}/start", Handle).RequireRoles(Roles.Agent, Roles.Supervisor);

    private static async Task<Results<Ok<TroubleTicketView>, NotFound>> Handle(
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

        complaint.Start(caller.AsActor(), clock.Now());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(TroubleTicketView.Of(complaint));
    }
}
