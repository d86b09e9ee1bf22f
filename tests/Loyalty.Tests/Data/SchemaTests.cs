using System.Threading.Tasks;
using Loyalty.Data;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Testing;
using Xunit;

namespace Loyalty.Tests.Data;

public sealed class SchemaTests(LoyaltyFixture platform) : IClassFixture<LoyaltyFixture>
{
    [Fact]
    public async Task The_migrations_make_what_the_model_expects()
    {
        var database = platform.Loyalty.Database;
        var options = new DbContextOptionsBuilder<LoyaltyDb>().UseNpgsql(database).Options;
        await using var context = new LoyaltyDb(options);

        (await SchemaComparison.DifferencesAsync(context, database)).ShouldBeEmpty();
    }
}
