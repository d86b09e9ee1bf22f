using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;

namespace Vas.Features.Settlement;

/// <summary>One statement with its lines and objections: a provider's own, any for staff (features.md V8).</summary>
internal static class GetStatement
{
    public static void Map(RouteGroupBuilder statements) =>
        statements.MapGet("/{id}", Handle).RequireRoles([.. SettlementRoles.Readers]);

    private static async Task<Results<Ok<StatementView>, NotFound>> Handle(
        string id,
        VasDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var statement = await db.Statements.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        return statement is null
            ? TypedResults.NotFound()
            : TypedResults.Ok(StatementView.Of(statement, !caller.IsPartner));
    }
}
