using System.Threading.Tasks;
using Shouldly;
using Testing;
using Xunit;

namespace Loyalty.Tests.Security;

public sealed class RoutesAndRolesTests(LoyaltyFixture platform) : IClassFixture<LoyaltyFixture>
{
    [Fact]
    public async Task P4_every_route_answers_every_role_as_the_table_says() =>
        (
            await RouteTable.DifferencesAsync(
                platform.Loyalty,
                Repository.File("tests", "Loyalty.Tests", "Security", "routes.txt")
            )
        ).ShouldBeEmpty();
}
