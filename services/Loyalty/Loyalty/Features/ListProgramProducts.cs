using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Loyalty.Features;

/// <summary>What there is to take part in, with the terms in force now (features.md L9).</summary>
internal static class ListProgramProducts
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/loyaltyProgramProduct", Handle).RequireRoles([Roles.Customer, .. LoyaltyRoles.Staff]);

    private static async Task<ListAnswer<ProgramProductView>> Handle(
        PolicyBook policies,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var products = ProgramProducts.Of((await policies.ReadAsync(ct)).TermsAt(clock.Now()));
        return new ListAnswer<ProgramProductView>(products, products.Count);
    }
}
