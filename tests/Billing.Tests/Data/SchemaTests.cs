using System.Threading.Tasks;
using Billing.Data;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Testing;
using Xunit;

namespace Billing.Tests.Data;

public sealed class SchemaTests(BillingFixture platform) : IClassFixture<BillingFixture>
{
    [Fact]
    public async Task The_migrations_make_what_the_model_expects()
    {
        var database = platform.Billing.Database;
        var options = new DbContextOptionsBuilder<BillingDb>().UseNpgsql(database).Options;
        await using var context = new BillingDb(options);

        (await SchemaComparison.DifferencesAsync(context, database)).ShouldBeEmpty();
    }
}
