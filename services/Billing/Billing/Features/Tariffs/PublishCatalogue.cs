using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Tariffs;
using Billing.Features.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Tariffs;

/// <summary>
/// A second person lets a proposed catalogue out (features.md B1): from its first day on it is what is offered. It is
/// refused with every row that breaks the limits of families and tiers.
/// </summary>
internal static class PublishCatalogue
{
    public static void Map(RouteGroupBuilder catalogues) =>
        catalogues.MapPost("/{id}/publication", Handle).RequireRoles(Roles.Finance, Roles.Leader);

    private static async Task<Results<Ok<CatalogueView>, NotFound, RefusedForRows>> Handle(
        string id,
        BillingDb db,
        PolicyBook book,
        OperatorCurrency currency,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var catalogue = await db.Catalogues.WithIdAsync(id, ct);
        if (catalogue is null)
        {
            return TypedResults.NotFound();
        }

        var (policies, now) = (await book.ReadAsync(ct), clock.Now());
        var newest = await db.Catalogues.AsNoTracking().NewestAsync(ct);
        var flaws = catalogue.Publish(
            caller.Subject,
            new(
                (int)policies.Number(BillingPolicies.MaxFamilies, now),
                (int)policies.Number(BillingPolicies.MaxTiers, now),
                currency.Code
            ),
            newest is null ? null : new(newest.Number, newest.EffectiveFrom),
            now.DateIn(policies.Calendar.Zone),
            now
        );
        if (flaws.Count > 0)
        {
            return new RefusedForRows(flaws);
        }

        await db.SaveChangesAsync(ct); // of two at once the database lets the first one pass
        return TypedResults.Ok(CatalogueView.Of(catalogue));
    }
}

/// <summary>409 <c>catalogue.breaks-limits</c>, with each row and why, so that one look tells what has to go.</summary>
internal sealed class RefusedForRows(IReadOnlyList<CatalogueFlaw> flaws) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        httpContext
            .RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(
                new()
                {
                    HttpContext = httpContext,
                    ProblemDetails = new HttpValidationProblemDetails(
                        flaws
                            .GroupBy(flaw => flaw.Row, flaw => flaw.Reason, StringComparer.Ordinal)
                            .ToDictionary(row => row.Key, row => row.ToArray())
                    )
                    {
                        Status = StatusCodes.Status409Conflict,
                        Extensions = { ["code"] = "catalogue.breaks-limits" },
                    },
                }
            )
            .AsTask();
}
