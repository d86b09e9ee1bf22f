using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Compensations;

public sealed record RejectCompensationRequest(
    [Required(ErrorMessage = "It is mandatory.")]
    [StringLength(500, ErrorMessage = "At most 500 characters are taken.")]
        string Reason
);

/// <summary>A compensation that waits is not granted, and why.</summary>
internal static class RejectCompensation
{
    public static void Map(RouteGroupBuilder compensations) =>
        compensations.MapPost("/{id}/rejections", Handle).RequireRoles(Roles.Supervisor, Roles.Finance);

    private static async Task<Results<Ok<CompensationView>, NotFound>> Handle(
        string id,
        RejectCompensationRequest request,
        BillingDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var compensation = await db.Compensations.VisibleTo(caller).WithIdAsync(id, ct);
        if (compensation is null)
        {
            return TypedResults.NotFound();
        }

        compensation.Reject(caller.Subject, request.Reason, clock.Now());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(CompensationView.Of(compensation, forStaff: true));
    }
}
