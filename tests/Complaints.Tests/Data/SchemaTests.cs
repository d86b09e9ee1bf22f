using System.Threading.Tasks;
using Complaints.Data;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Testing;
using Xunit;

namespace Complaints.Tests.Data;

public sealed class SchemaTests(ComplaintsFixture platform) : IClassFixture<ComplaintsFixture>
{
    [Fact]
    public async Task The_migrations_make_what_the_model_expects()
    {
        var database = platform.Complaints.Database;
        var options = new DbContextOptionsBuilder<ComplaintsDb>().UseNpgsql(database).Options;
        await using var context = new ComplaintsDb(options);

        (await SchemaComparison.DifferencesAsync(context, database)).ShouldBeEmpty();
    }
}
