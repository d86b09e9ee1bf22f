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

namespace Vas.Features.Settlement;

/// <param name="Reason">What is wrong with the draft.</param>
public sealed record ObjectToStatementRequest(
    [Required(ErrorMessage = "It is mandatory.")]
    [StringLength(1000, MinimumLength = 5, ErrorMessage = "5 to 1000 characters are expected.")]
        string Reason
);

/// <summary>A provider objects to its drafted statement, which is not issued before finance decides (features.md V8).</summary>
internal static class ObjectToStatement
{
    public static void Map(RouteGroupBuilder statements) =>
        statements.MapPost("/{id}/objections", Handle).RequireRoles(Roles.Partner);

    private static async Task<Results<Created<ObjectionView>, NotFound>> Handle(
        string id,
        ObjectToStatementRequest request,
        VasDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var statement = await db.Statements.VisibleTo(caller).WithIdAsync(id, ct);
        if (statement is null)
        {
            return TypedResults.NotFound();
        }

        var objection = statement.RaiseObjection(request.Reason, caller.Subject, clock.Now());

        await db.SaveChangesAsync(ct);
        return TypedResults.Created(
            $"{StatementView.Root}/{statement.Id}",
            ObjectionView.Of(objection, forStaff: false)
        );
    }
}
