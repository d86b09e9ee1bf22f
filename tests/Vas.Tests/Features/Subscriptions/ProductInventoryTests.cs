using System;
using System.Linq;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;

namespace Vas.Tests.Features.Subscriptions;

/// <summary>TMF637: a product is a subscription, and no status of a client makes one active.</summary>
public sealed class ProductInventoryTests(VasFixture platform) : IClassFixture<VasFixture>
{
    private const string Product = "/tmf-api/productInventory/v4/product";

    [Fact]
    public async Task A_product_that_is_ordered_as_active_waits_for_the_customers_yes()
    {
        var (shop, who) = (await Shop.OpenAsync(platform), platform.Billing.Open());
        using var customer = platform.Vas.As(Roles.Customer, who.Account);

        using var made = await customer.PostAsJsonAsync(
            Product,
            new
            {
                status = "active",
                productOffering = new { id = shop.Service },
                productCharacteristic = new[] { new { name = "serviceNumber", value = who.Number } },
            },
            Ct
        );

        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        var body = await made.Content.ReadFromJsonAsync<JsonElement>(Ct);
        body.GetProperty("status").GetString().ShouldBe("pendingActive");
        body.GetProperty("billingAccount").GetProperty("id").GetGuid().ShouldBe(who.Account);
        body.GetProperty("productOffering").GetProperty("id").GetGuid().ShouldBe(shop.Service);
        body.GetProperty("productCharacteristic").EnumerateArray().ShouldNotBeEmpty();
        body.GetProperty("relatedParty")
            .EnumerateArray()
            .Select(party => party.GetProperty("role").GetString())
            .ShouldBe(["customer", "serviceProvider"]);
        var read = await customer.GetFromJsonAsync<JsonElement>(made.Headers.Location, Ct);
        read.GetRawText().ShouldBe(body.GetRawText());

        using var forced = await customer.PatchAsJsonAsync(made.Headers.Location, new { status = "active" }, Ct);
        (await Shop.CodeOf(forced)).ShouldBe("product.no-consent");
        using var impossible = await customer.PatchAsJsonAsync(
            made.Headers.Location,
            new { status = "terminated" },
            Ct
        );
        (await Shop.CodeOf(impossible)).ShouldBe("product.illegal-status");
        using var taken = await customer.PatchAsJsonAsync(made.Headers.Location, new { status = "cancelled" }, Ct);
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        (
            await customer.GetFromJsonAsync<JsonElement[]>($"{Product}?status=cancelled&fields=status", Ct)
        )!.Length.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_mandatory_is()
    {
        using var agent = platform.Vas.As(Roles.Agent);

        using var nothing = await agent.PostAsJsonAsync(Product, new { }, Ct);
        using var noService = await agent.PostAsJsonAsync(
            Product,
            new { status = "created", productOffering = new { id = Guid.CreateVersion7() } },
            Ct
        );

        (nothing.StatusCode, noService.StatusCode).ShouldBe((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest));
        (await noService.Content.ReadAsStringAsync(Ct)).ShouldContain("productOffering.id");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
