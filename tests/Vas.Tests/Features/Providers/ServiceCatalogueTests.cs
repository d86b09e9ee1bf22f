using System;
using System.Linq;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;
using static Vas.Tests.Features.Providers.ProviderSteps;

namespace Vas.Tests.Features.Providers;

/// <summary>V2: services are proposed with all their terms, approved by a second person, and read by customers once live.</summary>
public sealed class ServiceCatalogueTests(VasFixture platform) : IClassFixture<VasFixture>
{
    [Fact]
    public async Task A_provider_proposes_finance_approves_and_customers_read_what_is_live()
    {
        var provider = await platform.ActiveProviderAsync();
        using var partner = platform.Partner(provider);
        using var boris = platform.Boris();
        using var customer = platform.Vas.As(Roles.Customer, Guid.CreateVersion7());

        var proposed = await partner.PostOkAsync(ServiceRoot, Offer(provider: null));
        var path = proposed.Text("href")!;
        (proposed.Text("status"), proposed.GetProperty("isOnSale").GetBoolean()).ShouldBe(("proposed", false));
        (await customer.StatusAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        var approved = await boris.PostOkAsync($"{path}/approval");
        (approved.Text("status"), approved.Text("approvedBy")).ShouldBe(("live", "boris"));

        var read = await customer.ReadAsync(path);
        (read.Text("nameZh"), read.Text("period"), read.Text("providerNameZh")).ShouldBe(
            ("标准包月", "month", "星河互动")
        );
        (read.GetProperty("price").GetDecimal(), read.GetProperty("trialDays").GetInt32()).ShouldBe((5.00m, 7));
        read.GetProperty("isOnSale").GetBoolean().ShouldBeTrue();
        read.TryGetProperty("proposedBy", out _).ShouldBeFalse();
        (await customer.ReadAsync($"{ServiceRoot}?providerId={provider}")).GetArrayLength().ShouldBe(1);

        await partner.PostOkAsync($"{path}/withdrawal", new { reason = "nobody wanted it" });
        (await customer.StatusAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        (await partner.ReadAsync(path)).Text("status").ShouldBe("withdrawn");
        (await boris.RefusedAsync($"{path}/approval")).ShouldBe("service.illegal-move");
    }

    [Fact]
    public async Task Who_proposed_a_service_does_not_approve_it()
    {
        var provider = await platform.ActiveProviderAsync();
        using var anna = platform.Anna();

        var proposed = await anna.PostOkAsync(ServiceRoot, Offer(provider));

        (await anna.RefusedAsync($"{proposed.Text("href")}/approval")).ShouldBe("service.same-person");
    }

    [Fact]
    public async Task A_trial_that_would_turn_paid_by_itself_is_refused()
    {
        var provider = await platform.ActiveProviderAsync();
        using var partner = platform.Partner(provider);
        var offer = JsonSerializer.SerializeToNode(Offer(provider))!.AsObject();
        offer["trialTurnsPaid"] = true;

        (await partner.RefusedAsync(ServiceRoot, offer)).ShouldBe("service.trial-turns-paid");
        (await partner.ReadAsync(ServiceRoot)).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_port_belongs_to_one_service_until_that_is_withdrawn()
    {
        var (first, second) = (await platform.ActiveProviderAsync(), await platform.ActiveProviderAsync());
        using var one = platform.Partner(first);
        using var two = platform.Partner(second);
        var port = NewAccessCode();

        var taken = await one.PostOkAsync(ServiceRoot, Offer(first, port));
        (await two.RefusedAsync(ServiceRoot, Offer(second, port))).ShouldBe("service.access-code-taken");
        await one.PostOkAsync($"{taken.Text("href")}/withdrawal", new { reason = "another port" });
        await two.PostOkAsync(ServiceRoot, Offer(second, port));
    }

    [Fact]
    public async Task Proposals_at_once_get_codes_of_their_own()
    {
        var provider = await platform.ActiveProviderAsync();
        using var partner = platform.Partner(provider);

        var proposed = await Task.WhenAll(
            Enumerable.Range(1, 6).Select(_ => partner.PostOkAsync(ServiceRoot, Offer(provider)))
        );

        proposed.Select(it => it.Text("code")![^3..]).Order().ShouldBe(["-01", "-02", "-03", "-04", "-05", "-06"]);
    }

    [Theory]
    [InlineData("price", 0)]
    [InlineData("price", 1001)]
    [InlineData("period", "week")]
    [InlineData("accessCode", "tel")]
    [InlineData("trialDays", -1)]
    [InlineData("providerId", "nobody")]
    public async Task An_offer_that_nobody_can_understand_is_refused(string field, object value)
    {
        var provider = await platform.ActiveProviderAsync();
        using var anna = platform.Anna();
        var offer = JsonSerializer.SerializeToNode(Offer(provider))!.AsObject();
        offer[field] = JsonValue.Create(value);

        (await anna.StatusAsync(ServiceRoot, offer)).ShouldBe(HttpStatusCode.BadRequest);
    }
}
