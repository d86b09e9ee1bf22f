using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Testing;
using Vas.Data;
using Xunit;

namespace Vas.Tests.Data;

public sealed class SchemaTests(VasFixture platform) : IClassFixture<VasFixture>
{
    [Fact]
    public async Task The_migrations_make_what_the_model_expects()
    {
        var database = platform.Vas.Database;
        var options = new DbContextOptionsBuilder<VasDb>().UseNpgsql(database).Options;
        await using var context = new VasDb(options);

        (await SchemaComparison.DifferencesAsync(context, database)).ShouldBeEmpty();
    }
}
