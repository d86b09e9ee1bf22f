using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Billing.Data;
using Billing.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features;

/// <summary>Staff look an account up by its number or by the number of one of its lines.</summary>
internal static class ListAccounts
{
    private static readonly Listing<Account> Listing = new Listing<Account>()
        .FilterBy("number", number => account => account.Number == number)
        .FilterBy("lines.serviceNumber", number => account => account.Lines.Any(line => line.ServiceNumber == number));

    public static void Map(RouteGroupBuilder accounts) =>
        accounts.MapGet("", Handle).RequireRoles([.. BillingRoles.Staff]);

    private static Task<ListAnswer<AccountView>> Handle(HttpContext http, BillingDb db, CancellationToken ct) =>
        Listing.AnswerAsync(
            db.Accounts.AsNoTracking().Include(a => a.Lines).OrderByDescending(a => a.OpenedAt).ThenBy(a => a.Id),
            http,
            AccountView.Of,
            ct
        );
}
