using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rules;
using ServiceDefaults.PolicyStore;
using Shouldly;
using Vas.Data;
using Vas.Features;
using Vas.Features.Subscriptions;
using Xunit;

namespace Vas.Tests.Features.Subscriptions;

/// <summary>What the seeded operator's customers begin with follows the same rules as what they ask for later.</summary>
public sealed class SeedTests(VasFixture platform) : IClassFixture<VasFixture>
{
    [Fact]
    public async Task Seeded_subscriptions_have_consents_that_verify_and_charges_of_last_month()
    {
        var (shop, other) = (await Shop.OpenAsync(platform, trialDays: 7), await Shop.OpenAsync(platform, "Once", 2));

        var today = platform.Now.DateIn(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));

        await SeedAsync();
        await SeedAsync(); // the second start

        (await CountAsync("vas_subscriptions where status = 'Active' and period = 'Month'")).ShouldBe(15);
        (await CountAsync("vas_subscriptions where end_reason = 'Completed' and period = 'Once'")).ShouldBe(15);
        (await CountAsync($"vas_subscriptions where '{today:yyyy-MM}-01' = any (renewals)")).ShouldBe(15);
        (await CountAsync("vas_charges where status = 'Posted'")).ShouldBe(30);
        (await platform.Vas.ScalarAsync<string>("select string_agg(distinct month, ' ') from vas_charges")).ShouldBe(
            $"{today.AddMonths(-1):yyyy-MM}"
        );
        (await CountAsync($"consent_records where provider_id in ('{shop.Provider}', '{other.Provider}')")).ShouldBe(
            30
        );
        var check = ActivatorUtilities.CreateInstance<ConsentCheck>(platform.Vas.Services);
        (await check.RunAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    private async Task SeedAsync()
    {
        await using var scope = platform.Vas.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<VasDb>();
        var book = await scope.ServiceProvider.GetRequiredService<PolicyBook>().ReadAsync(default);
        await SeededSubscriptions.SeedAsync(
            db,
            await db.OfferedServices().ToListAsync(),
            customers: 30,
            book.SubscriptionTermsAt(platform.Now),
            book.Calendar.Zone,
            platform.Now,
            default
        );
    }

    private Task<long> CountAsync(string what) => platform.Vas.ScalarAsync<long>($"select count(*) from {what}");
}
