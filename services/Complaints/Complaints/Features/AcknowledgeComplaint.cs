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

/// <summary>An agent told the customer himself that the case was taken and under which number (features.md C4).</summary>
internal static class AcknowledgeComplaint
{
    public static void Map(RouteGroupBuilder actions) =>
        actions.MapPost("/{id}/acknowledgement", Handle).RequireRoles(Roles.Agent, Roles.Supervisor);

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

        var now = clock.Now();
        if (!complaint.Acknowledge("spoken", caller.AsActor(), now))
        {
            throw new RuleViolation("complaint.acknowledgement-not-owed", "It was acknowledged before, or is over.");
        }

        db.Outbox.Add(complaint.Id, complaint.Version, ComplaintFacts.Acknowledged(complaint, now));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(TroubleTicketView.Of(complaint));
    }
}
