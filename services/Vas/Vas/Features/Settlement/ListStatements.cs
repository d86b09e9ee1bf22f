using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>Statements that the caller may see, the newest month first (features.md V8).</summary>
internal static class ListStatements
{
    private static readonly Listing<Statement> Listing = new Listing<Statement>()
        .FilterBy("period", period => statement => statement.Period == period)
        .FilterBy("number", number => statement => statement.Number == number)
        .FilterBy("providerId", id => Ids.TryRead(id, out var key) ? it => it.ProviderId == key : _ => false)
        .FilterBy(
            "status",
            word => SettlementWords.Read<StatementStatus>(word) is { } status ? it => it.Status == status : null
        );

    public static void Map(RouteGroupBuilder statements) =>
        statements.MapGet("", Handle).RequireRoles([.. SettlementRoles.Readers]);

    private static Task<ListAnswer<StatementView>> Handle(
        HttpContext http,
        VasDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.Statements.AsNoTracking()
                .VisibleTo(caller)
                .Whole()
                .OrderByDescending(statement => statement.Period)
                .ThenBy(statement => statement.Number),
            http,
            statement => StatementView.Of(statement, !caller.IsPartner),
            ct
        );
}
