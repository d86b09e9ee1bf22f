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

namespace Vas.Features.Providers.Sanctions;

/// <param name="Text">Why the sanction is wrong.</param>
public sealed record ObjectToSanctionRequest(
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(2000, MinimumLength = 10, ErrorMessage = "10 to 2000 characters are expected.")
    ]
        string Text
);

/// <summary>A provider says that a sanction on it is wrong; it stays in force until that is decided (features.md V9).</summary>
internal static class ObjectToSanction
{
    public static void Map(RouteGroupBuilder sanctions) =>
        sanctions.MapPost("/{id}/objections", Handle).RequireRoles(Roles.Partner);

    private static async Task<Results<Created<SanctionView>, NotFound>> Handle(
        string id,
        ObjectToSanctionRequest request,
        VasDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var sanction = await db.Sanctions.VisibleTo(caller).WithIdAsync(id, ct);
        if (sanction is null)
        {
            return TypedResults.NotFound();
        }

        sanction.RaiseObjection(request.Text, caller.Subject, clock.Now());
        await db.SaveChangesAsync(ct);
        var view = SanctionView.Of(sanction, caller);
        return TypedResults.Created(view.Href, view);
    }
}
