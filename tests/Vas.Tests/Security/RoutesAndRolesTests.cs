using System.Threading.Tasks;
using Shouldly;
using Testing;
using Xunit;

namespace Vas.Tests.Security;

public sealed class RoutesAndRolesTests(VasFixture platform) : IClassFixture<VasFixture>
{
    [Fact]
    public async Task P4_every_route_answers_every_role_as_the_table_says() =>
        (
            await RouteTable.DifferencesAsync(
                platform.Vas,
                Repository.File("tests", "Vas.Tests", "Security", "routes.txt")
            )
        ).ShouldBeEmpty();
}
