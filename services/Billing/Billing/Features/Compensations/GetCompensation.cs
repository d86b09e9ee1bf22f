using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Data;
using Billing.Domain.Compensations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Compensations;

/// <summary>One compensation.</summary>
internal static class GetCompensation
{
    public static void Map(RouteGroupBuilder compensations) =>
        compensations.MapGet("/{id}", Handle).RequireRoles([Roles.Customer, .. BillingRoles.Staff]);

    private static async Task<Results<Ok<CompensationView>, NotFound>> Handle(
        string id,
        BillingDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var compensation = await db.Compensations.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        return compensation is null
            ? TypedResults.NotFound()
            : TypedResults.Ok(CompensationView.Of(compensation, !caller.IsCustomer));
    }
}

/// <summary>The ownership rule of compensations: staff see all, a customer what his account was given.</summary>
internal static class CompensationOwnership
{
    public static IQueryable<Compensation> VisibleTo(this IQueryable<Compensation> compensations, Caller caller) =>
        BillingRoles.Staff.Contains(caller.Role)
            ? compensations
            : compensations.Where(it =>
                caller.IsCustomer
                && it.AccountId == caller.AccountId
                && (it.Status == CompensationStatus.Granted || it.Status == CompensationStatus.ClawedBack)
            );

    public static Task<Compensation?> WithIdAsync(
        this IQueryable<Compensation> compensations,
        string id,
        CancellationToken ct
    ) =>
        Ids.TryRead(id, out var key)
            ? compensations.SingleOrDefaultAsync(it => it.Id == key, ct)
            : Task.FromResult<Compensation?>(null);
}
