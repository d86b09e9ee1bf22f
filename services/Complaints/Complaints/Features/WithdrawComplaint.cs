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

public sealed record WithdrawComplaintRequest(
    [Required(ErrorMessage = "It is mandatory.")]
    [StringLength(500, ErrorMessage = "At most 500 characters are taken.")]
        string Reason
);

/// <summary>The customer takes his case back, in his own words; nobody else cancels one (tmf.md, ticket states).</summary>
internal static class WithdrawComplaint
{
    public static void Map(RouteGroupBuilder actions) =>
        actions.MapPost("/{id}/withdrawal", Handle).RequireRoles(Roles.Customer);

    private static async Task<Results<Ok<TroubleTicketView>, NotFound>> Handle(
        string id,
        WithdrawComplaintRequest request,
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
        complaint.Withdraw(request.Reason, caller.AsActor(), now);

        db.Outbox.AddMove(complaint, before, now);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(TroubleTicketView.Of(complaint));
    }
}
