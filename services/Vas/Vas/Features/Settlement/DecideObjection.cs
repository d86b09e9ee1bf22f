using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;

namespace Vas.Features.Settlement;

/// <param name="IsAccepted">Whether the provider is right; its statement is then drafted again.</param>
/// <param name="Answer">For the provider to read.</param>
public sealed record DecideObjectionRequest(
    [Required(ErrorMessage = "It is mandatory.")] bool? IsAccepted,
    [Required(ErrorMessage = "It is mandatory.")]
    [StringLength(1000, MinimumLength = 5, ErrorMessage = "5 to 1000 characters are expected.")]
        string Answer
);

/// <summary>Finance decides a provider's objection (features.md V8).</summary>
internal static class DecideObjection
{
    public static void Map(RouteGroupBuilder statements) =>
        statements.MapPost("/{id}/objections/{objection}/decision", Handle).RequireRoles(Roles.Finance);

    private static async Task<Results<Ok<StatementView>, NotFound>> Handle(
        string id,
        string objection,
        DecideObjectionRequest request,
        VasDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var statement = await db.Statements.VisibleTo(caller).WithIdAsync(id, ct);
        var found = Ids.TryRead(objection, out var key)
            ? statement?.Objections.SingleOrDefault(it => it.Id == key)
            : null;
        if (statement is null || found is null)
        {
            return TypedResults.NotFound();
        }

        statement.Decide(found, request.IsAccepted!.Value, request.Answer, caller.Subject, clock.Now());

        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(StatementView.Of(statement, forStaff: true));
    }
}
