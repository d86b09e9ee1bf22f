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

/// <param name="Result">As the customer reads it in the history of his case.</param>
public sealed record TellResultRequest(
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(2000, ErrorMessage = "At most 2000 characters are taken.")
    ]
        string Result
);

/// <summary>Tells the customer how far it got, before there is an answer; the first one keeps a promise (features.md C4).</summary>
internal static class TellResult
{
    public static void Map(RouteGroupBuilder actions) =>
        actions.MapPost("/{id}/results", Handle).RequireRoles(Roles.Agent, Roles.Supervisor);

    private static async Task<Results<Ok<TroubleTicketView>, NotFound>> Handle(
        string id,
        TellResultRequest request,
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

        complaint.TellResult(request.Result, caller.AsActor(), clock.Now());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(TroubleTicketView.Of(complaint));
    }
}
