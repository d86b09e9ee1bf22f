using System.Threading.Tasks;
using Shouldly;
using Testing;
using Xunit;

namespace Gateway.Tests.Security;

public sealed class RoutesAndRolesTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task P4_every_route_answers_every_role_as_the_table_says() =>
        (
            await RouteTable.DifferencesAsync(
                gateway.Services,
                new Addresses(gateway.Address, gateway.Address),
                async role => gateway.Client(role is null ? null : await gateway.TokenAsync(role)),
                Repository.File("tests", "Gateway.Tests", "Security", "routes.txt")
            )
        ).ShouldBeEmpty();
}
