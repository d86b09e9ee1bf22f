using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>Who reads statements: those who settle and check, and each provider its own (features.md P4).</summary>
internal static class SettlementRoles
{
    public static IReadOnlyList<string> Staff { get; } = [Roles.Finance, Roles.Leader, Roles.Auditor, Roles.Ops];

    public static IReadOnlyList<string> Readers { get; } = [Roles.Partner, .. Staff];

    public static IQueryable<Statement> VisibleTo(this IQueryable<Statement> statements, Caller caller) =>
        Staff.Contains(caller.Role)
            ? statements
            : statements.Where(statement => caller.IsPartner && statement.ProviderId == caller.PartnerId);

    /// <summary>With its lines and objections.</summary>
    public static Task<Statement?> WithIdAsync(
        this IQueryable<Statement> statements,
        string id,
        CancellationToken ct
    ) =>
        Ids.TryRead(id, out var key)
            ? statements.Whole().SingleOrDefaultAsync(statement => statement.Id == key, ct)
            : Task.FromResult<Statement?>(null);

    public static IQueryable<Statement> Whole(this IQueryable<Statement> statements) =>
        statements
            .Include(statement => statement.Lines.OrderBy(line => line.Seq))
            .Include(statement => statement.Objections.OrderBy(objection => objection.RaisedAt))
            .AsSplitQuery();
}
