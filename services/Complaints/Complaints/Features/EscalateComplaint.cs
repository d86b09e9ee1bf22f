using System.ComponentModel.DataAnnotations;
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

public sealed record EscalateComplaintRequest(
    [Required(ErrorMessage = "It is mandatory.")]
    [StringLength(500, MinimumLength = 5, ErrorMessage = "5 to 500 characters are expected.")]
        string Reason
);

/// <summary>Takes a case one level up the ladder before a missed promise does (features.md C4).</summary>
internal static class EscalateComplaint
{
    public static void Map(RouteGroupBuilder actions) =>
        actions.MapPost("/{id}/escalations", Handle).RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Leader);

    private static async Task<Results<Ok<TroubleTicketView>, NotFound>> Handle(
        string id,
        EscalateComplaintRequest request,
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

        var (before, now) = (complaint.Standing(), clock.Now());
        complaint.Escalate(request.Reason, caller.AsActor(), now);

        db.Outbox.AddMove(complaint, before, now);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(TroubleTicketView.Of(complaint));
    }
}
