using System;
using System.Linq;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using Shouldly;
using Xunit;
using static Vas.Tests.Features.Providers.ProviderSteps;

namespace Vas.Tests.Features.Providers;

/// <summary>V1: a provider as TMF669 partyRole, by the conventions of tmf.md.</summary>
public sealed class PartyRoleTests(VasFixture platform) : IClassFixture<VasFixture>
{
    private const string Root = "/tmf-api/partyRoleManagement/v4/partyRole";

    [Fact]
    public async Task A_name_is_enough_to_register_and_not_enough_to_be_let_in()
    {
        using var anna = platform.Anna();
        using var boris = platform.Boris();

        using var posted = await anna.PostAsJsonAsync(Root, new { name = "青鸟资讯", status = "active" }, Ct);
        posted.StatusCode.ShouldBe(HttpStatusCode.Created);
        var role = await posted.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var id = role.Text("id");

        posted.Headers.Location!.OriginalString.ShouldBe($"{Root}/{id}");
        (role.Text("status"), role.Text("@type"), role.Text("href")).ShouldBe(("applied", "PartyRole", $"{Root}/{id}"));
        (await boris.RefusedAsync($"{ProviderRoot}/{id}/approval")).ShouldBe("provider.incomplete");

        using var completed = await ProviderRegisterTests.PatchAsync(
            anna,
            $"{ProviderRoot}/{id}",
            $$"""{"licence":"{{NewLicence()}}","contractNumber":"HT-9","hotline":"4006600009"}"""
        );
        completed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await boris.PostOkAsync($"{ProviderRoot}/{id}/approval")).Text("status").ShouldBe("active");
        (await anna.ReadAsync($"{Root}/{id}")).Text("status").ShouldBe("active");
    }

    [Fact]
    public async Task What_the_contract_says_comes_and_goes_as_characteristics()
    {
        using var anna = platform.Anna();
        var (name, licence) = ($"九州{Guid.CreateVersion7():N}", NewLicence());

        var role = await anna.PostOkAsync(
            Root,
            new
            {
                name,
                characteristic = new[]
                {
                    new { name = "nameEn", value = "Jiuzhou" },
                    new { name = "licence", value = licence.ToLowerInvariant() },
                    new { name = "definition", value = "all-v1" },
                },
            }
        );
        var listed = (await anna.ReadAsync($"{Root}?name={name}&status=applied&fields=characteristic"))
            .EnumerateArray()
            .Single();

        listed
            .EnumerateObject()
            .Select(member => member.Name)
            .ShouldBe(["id", "href", "characteristic"], ignoreOrder: true);
        listed.Text("id").ShouldBe(role.Text("id"));
        listed
            .GetProperty("characteristic")
            .EnumerateArray()
            .ToDictionary(it => it.Text("name")!, it => it.Text("value"))
            .ShouldBeEquivalentTo(
                new System.Collections.Generic.Dictionary<string, string?>
                {
                    ["number"] = role.GetProperty("characteristic")[0].Text("value"),
                    ["nameEn"] = "Jiuzhou",
                    ["licence"] = licence,
                    ["definition"] = "all-v1",
                    ["score"] = "100",
                    ["grade"] = "A",
                }
            );
    }

    [Fact]
    public async Task A_patch_renames_and_never_changes_the_status()
    {
        var id = await platform.ActiveProviderAsync();
        using var anna = platform.Anna();

        using var renamed = await ProviderRegisterTests.PatchAsync(anna, $"{Root}/{id}", """{"name":"星海互动"}""");
        using var exited = await ProviderRegisterTests.PatchAsync(anna, $"{Root}/{id}", """{"status":"exited"}""");
        using var unknown = await ProviderRegisterTests.PatchAsync(anna, $"{Root}/{id}", """{"status":"great"}""");
        using var withId = await ProviderRegisterTests.PatchAsync(anna, $"{Root}/{id}", """{"id":"x"}""");

        (renamed.StatusCode, exited.StatusCode, unknown.StatusCode, withId.StatusCode).ShouldBe(
            (HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest)
        );
        var refusal = await exited.Content.ReadFromJsonAsync<JsonElement>(Ct);
        (refusal.Text("status"), refusal.Text("@type")).ShouldBe(("409", "Error"));
        var role = await anna.ReadAsync($"{Root}/{id}");
        (role.Text("name"), role.Text("status")).ShouldBe(("星海互动", "active"));
    }

    [Fact]
    public async Task What_is_missing_malformed_or_unknown_is_refused()
    {
        using var anna = platform.Anna();

        (await anna.StatusAsync(Root, new { })).ShouldBe(HttpStatusCode.BadRequest);
        (await anna.StatusAsync(Root, Named("licence", "B2 1"))).ShouldBe(HttpStatusCode.BadRequest);
        (await anna.StatusAsync(Root, Named("definition", "mine"))).ShouldBe(HttpStatusCode.BadRequest);
        (await anna.StatusAsync($"{Root}?colour=red")).ShouldBe(HttpStatusCode.BadRequest);
        (await anna.StatusAsync($"{Root}/nobody")).ShouldBe(HttpStatusCode.NotFound);

        static object Named(string name, string value) =>
            new { name = "青鸟资讯", characteristic = new[] { new { name, value } } };
    }
}
