using System.Threading.Tasks;
using Shouldly;
using Testing;
using Xunit;

namespace Notifications.Tests.Security;

public sealed class RoutesAndRolesTests(NotificationsFixture platform) : IClassFixture<NotificationsFixture>
{
    [Fact]
    public async Task P4_every_route_answers_every_role_as_the_table_says() =>
        (
            await RouteTable.DifferencesAsync(
                platform.Notifications,
                Repository.File("tests", "Notifications.Tests", "Security", "routes.txt")
            )
        ).ShouldBeEmpty();
}
