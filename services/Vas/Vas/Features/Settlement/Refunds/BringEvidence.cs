using System.ComponentModel.DataAnnotations;
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

namespace Vas.Features.Settlement.Refunds;

/// <param name="Evidence">Why the charge was right, and where that can be seen.</param>
public sealed record BringEvidenceRequest(
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(2000, MinimumLength = 10, ErrorMessage = "10 to 2000 characters are expected.")
    ]
        string Evidence
);

/// <summary>The provider shows that a charge was right; without that, in time, the customer is right (features.md V15).</summary>
internal static class BringEvidence
{
    public static void Map(RouteGroupBuilder refunds) =>
        refunds.MapPost("/{id}/evidence", Handle).RequireRoles(Roles.Partner);

    private static async Task<Results<Ok<RefundView>, NotFound>> Handle(
        string id,
        BringEvidenceRequest request,
        VasDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var refund = await db.Refunds.VisibleTo(caller).WithIdAsync(id, ct);
        if (refund is null)
        {
            return TypedResults.NotFound();
        }

        refund.BringEvidence(request.Evidence, clock.Now());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(RefundView.Of(refund, caller));
    }
}
