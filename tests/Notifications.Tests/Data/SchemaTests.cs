using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Notifications.Data;
using Shouldly;
using Testing;
using Xunit;

namespace Notifications.Tests.Data;

public sealed class SchemaTests(NotificationsFixture platform) : IClassFixture<NotificationsFixture>
{
    [Fact]
    public async Task The_migrations_make_what_the_model_expects()
    {
        var database = platform.Notifications.Database;
        var options = new DbContextOptionsBuilder<NotificationsDb>().UseNpgsql(database).Options;
        await using var context = new NotificationsDb(options);

        (await SchemaComparison.DifferencesAsync(context, database)).ShouldBeEmpty();
    }
}
