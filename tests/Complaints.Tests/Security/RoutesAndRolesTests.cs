using System.Threading.Tasks;
using Shouldly;
using Testing;
using Xunit;

namespace Complaints.Tests.Security;

public sealed class RoutesAndRolesTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    [Fact]
    public async Task P4_every_route_answers_every_role_as_the_table_says() =>
        (
            await RouteTable.DifferencesAsync(
                platform.Complaints,
                Repository.File("tests", "Complaints.Tests", "Security", "routes.txt")
            )
        ).ShouldBeEmpty();
}
