using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Loyalty.Features;

/// <summary>One programme, with the terms in force now (features.md L9).</summary>
internal static class GetProgramProduct
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/loyaltyProgramProduct/{id}", Handle).RequireRoles([Roles.Customer, .. LoyaltyRoles.Staff]);

    private static async Task<Results<Ok<ProgramProductView>, NotFound>> Handle(
        string id,
        PolicyBook policies,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var products = ProgramProducts.Of((await policies.ReadAsync(ct)).TermsAt(clock.Now()));
        var found = products.SingleOrDefault(product => string.Equals(product.Id, id, StringComparison.Ordinal));
        return found is null ? TypedResults.NotFound() : TypedResults.Ok(found);
    }
}
