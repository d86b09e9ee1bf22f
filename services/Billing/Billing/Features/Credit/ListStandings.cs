using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
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

/// <summary>How all lines of an account stand with credit control, by service number (features.md B10).</summary>
internal static class ListStandings
{
    public static void Map(RouteGroupBuilder accounts) =>
        accounts.MapGet("/{id}/standings", Handle).RequireRoles([Roles.Customer, .. BillingRoles.Staff]);

    private static async Task<Results<ListAnswer<LineStandingView>, NotFound>> Handle(
        string id,
        BillingDb db,
        PolicyBook policies,
        BusinessClock clock,
        Caller caller,
        CancellationToken ct
    )
    {
        var account = await db.Accounts.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        if (account is null)
        {
            return TypedResults.NotFound();
        }

        var today = clock.Now().DateIn((await policies.ReadAsync(ct)).Calendar.Zone);
        var lines = account.Lines.OrderBy(line => line.ServiceNumber, System.StringComparer.Ordinal).ToList();
        var standings = await LineStandingView.OfAsync(db, account.Id, lines, today, ct);
        return new ListAnswer<LineStandingView>(standings, standings.Count);
    }
}
