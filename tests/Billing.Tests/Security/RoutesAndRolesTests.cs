using System.Threading.Tasks;
using Shouldly;
using Testing;
using Xunit;

namespace Billing.Tests.Security;

public sealed class RoutesAndRolesTests(BillingFixture platform) : IClassFixture<BillingFixture>
{
    [Fact]
    public async Task P4_every_route_answers_every_role_as_the_table_says() =>
        (
            await RouteTable.DifferencesAsync(
                platform.Billing,
                Repository.File("tests", "Billing.Tests", "Security", "routes.txt")
            )
        ).ShouldBeEmpty();
}
