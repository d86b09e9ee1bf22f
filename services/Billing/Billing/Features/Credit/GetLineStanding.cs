using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Credit;

/// <summary>Whether a line is barred for arrears, and what has to be paid for it to come back (features.md B10).</summary>
internal static class GetLineStanding
{
    public static void Map(RouteGroupBuilder lines) =>
        lines.MapGet("/{id}/standing", Handle).RequireRoles([Roles.Customer, .. BillingRoles.Staff]);

    private static async Task<Results<Ok<LineStandingView>, NotFound>> Handle(
        string id,
        BillingDb db,
        PolicyBook policies,
        BusinessClock clock,
        Caller caller,
        CancellationToken ct
    )
    {
        if (!Ids.TryRead(id, out var key))
        {
            return TypedResults.NotFound();
        }

        var account = await db
            .Accounts.AsNoTracking()
            .VisibleTo(caller)
            .Where(account => account.Lines.Any(line => line.Id == key))
            .Include(account => account.Lines.Where(line => line.Id == key))
            .SingleOrDefaultAsync(ct);
        if (account is null)
        {
            return TypedResults.NotFound();
        }

        var today = clock.Now().DateIn((await policies.ReadAsync(ct)).Calendar.Zone);
        return TypedResults.Ok((await LineStandingView.OfAsync(db, account.Id, account.Lines, today, ct)).Single());
    }
}
