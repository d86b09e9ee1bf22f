using System;
using System.Linq;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Vas.Data;
using Xunit;
using static Vas.Tests.Features.Providers.ProviderSteps;

namespace Vas.Tests.Features.Providers;

/// <summary>V1, V2: the seeded operator has 20 providers with three live services each, always the same.</summary>
public sealed class SeededProvidersTests : IAsyncLifetime
{
    private TestIssuer _issuer = null!;
    private RunningService<VasDb> _vas = null!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        _vas = await RunningService<VasDb>.StartAsync(_issuer, messaging, seed: "20"); // migrates twice
    }

    public async ValueTask DisposeAsync()
    {
        await _vas.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task The_seed_is_there_once_under_the_ids_that_others_name()
    {
        using var anna = _vas.As(Roles.Finance, subject: "anna");

        var providers = await anna.GetFromJsonAsync<JsonElement[]>($"{ProviderRoot}?status=active&limit=100", Ct);
        var services = await anna.GetFromJsonAsync<JsonElement[]>($"{ServiceRoot}?status=live&limit=100", Ct);

        (providers!.Length, services!.Length).ShouldBe((20, 60));
        providers.Select(it => it.Text("nameZh")).ShouldBeUnique();
        services.ShouldAllBe(it => it.GetProperty("isOnSale").GetBoolean());
        var prices = services.Select(it => it.GetProperty("price").GetDecimal()).ToList();
        (prices.Min(), prices.Max()).ShouldBe((1, 20));
        services.Select(it => it.Text("period")).Distinct().ShouldBe(["month", "once"], ignoreOrder: true);

        var first = await anna.ReadAsync($"{ProviderRoot}/0190c000-0000-7000-8000-000000000001");
        (first.Text("number"), first.Text("nameZh"), first.Text("nameEn")).ShouldBe(
            ("SP-0001", "星河互动科技", "Starriver Interactive")
        );
        var last = await anna.ReadAsync($"{ServiceRoot}/0190c001-0000-7000-8000-{(20 * 100) + 3:x12}");
        (last.Text("providerNumber"), last.Text("code")).ShouldBe(("SP-0020", "SP-0020-03"));
        (await anna.PostOkAsync(ProviderRoot, Application(NewLicence()))).Text("number").ShouldBe("SP-0021");
    }
}
