using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Shouldly;
using Xunit;
using static Vas.Tests.Features.Providers.ProviderSteps;

namespace Vas.Tests.Features.Providers;

/// <summary>V1: two persons of finance let a provider in; it sees itself and nobody else.</summary>
public sealed class ProviderRegisterTests(VasFixture platform) : IClassFixture<VasFixture>
{
    [Fact]
    public async Task A_provider_comes_in_when_a_second_person_of_finance_agrees()
    {
        using var anna = platform.Anna();
        using var boris = platform.Boris();
        var licence = NewLicence();

        var applied = await anna.PostOkAsync(ProviderRoot, Application(licence.ToLowerInvariant()));
        var path = applied.Text("href")!;
        (await anna.RefusedAsync($"{path}/approval")).ShouldBe("provider.same-person");
        var approved = JsonNode.Parse((await boris.PostOkAsync($"{path}/approval")).GetRawText())!.AsObject();

        foreach (var time in new[] { "appliedAt", "decidedAt", "lastUpdate" })
        {
            approved[time]!.GetValue<DateTimeOffset>().ShouldBe(platform.Now, TimeSpan.FromMinutes(5));
            approved.Remove(time);
        }

        approved
            .ToJsonString()
            .ShouldBe(
                JsonSerializer
                    .Serialize(
                        new
                        {
                            id = applied.GetProperty("id").GetGuid(),
                            href = path,
                            number = applied.Text("number"),
                            nameZh = "星河互动",
                            nameEn = "Starriver",
                            status = "active",
                            salesSuspended = false,
                            score = 100,
                            grade = "A",
                            licence,
                            contractNumber = "HT-2026-001",
                            hotline = "4006600001",
                            contacts = new[]
                            {
                                new
                                {
                                    role = "complaints",
                                    name = "王经理",
                                    phone = "13800000001",
                                },
                            },
                            definition = "upheld-v1",
                            currency = "CNY",
                            appliedBy = "anna",
                            decidedBy = "boris",
                            type = "ServiceProvider",
                        }
                    )
                    .Replace("\"type\"", "\"@type\"", StringComparison.Ordinal)
            );
        (await boris.RefusedAsync($"{path}/approval")).ShouldBe("provider.illegal-move");
        applied.Text("number").ShouldStartWith("SP-");
    }

    [Fact]
    public async Task A_provider_that_is_turned_down_may_come_again_with_the_same_licence()
    {
        using var anna = platform.Anna();
        using var boris = platform.Boris();
        var licence = NewLicence();

        var first = await anna.PostOkAsync(ProviderRoot, Application(licence));
        (await boris.RefusedAsync(ProviderRoot, Application(licence))).ShouldBe("provider.licence-registered");
        var rejected = await boris.PostOkAsync($"{first.Text("href")}/rejection", new { reason = "forged papers" });
        var second = await anna.PostOkAsync(ProviderRoot, Application(licence));

        (rejected.Text("status"), rejected.Text("rejectedFor"), second.Text("status")).ShouldBe(
            ("rejected", "forged papers", "applied")
        );
        var listed = await anna.ReadAsync($"{ProviderRoot}?licence={licence}&status=applied");
        listed.EnumerateArray().Single().Text("id").ShouldBe(second.Text("id"));
    }

    [Fact]
    public async Task A_blacklisted_licence_is_neither_registered_nor_approved()
    {
        using var anna = platform.Anna();
        using var boris = platform.Boris();
        var (early, late) = (NewLicence(), NewLicence());
        await anna.PostOkAsync(BlacklistRoot, Entry(early));
        (await anna.RefusedAsync(ProviderRoot, Application(early))).ShouldBe("provider.blacklisted");

        var applied = await anna.PostOkAsync(ProviderRoot, Application(late));
        await anna.PostOkAsync(BlacklistRoot, Entry(late));
        (await boris.RefusedAsync($"{applied.Text("href")}/approval")).ShouldBe("provider.blacklisted");

        static object Entry(string licence) =>
            new
            {
                kind = "provider",
                value = licence,
                reason = "it left with our money",
            };
    }

    [Theory]
    [InlineData("nameZh", "")]
    [InlineData("licence", "B2 1")]
    [InlineData("licence", "Ｂ2-1")]
    [InlineData("hotline", "call us")]
    [InlineData("definition", "none-v1")]
    public async Task An_application_that_nobody_can_understand_is_refused(string field, string value)
    {
        using var anna = platform.Anna();
        var application = JsonSerializer.SerializeToNode(Application(NewLicence()))!.AsObject();
        application[field] = value;

        using var answer = await anna.PostAsJsonAsync(ProviderRoot, application, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        body.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_provider_sees_itself_and_nothing_of_another()
    {
        var (own, other) = (await platform.ActiveProviderAsync(), await platform.ActiveProviderAsync());
        var othersService = await platform.LiveServiceAsync(other);
        using var anna = platform.Anna();
        var sanction = await anna.PostOkAsync(
            $"{ProviderRoot}/{other}/sanctions",
            new { kind = "notice", reason = "a forged prompt" }
        );
        using var partner = platform.Partner(own);

        var itself = await partner.ReadAsync($"{ProviderRoot}/{own}");
        itself.TryGetProperty("appliedBy", out _).ShouldBeFalse();
        itself.TryGetProperty("decidedBy", out _).ShouldBeFalse();
        (await partner.ReadAsync(ProviderRoot)).EnumerateArray().Single().Text("id").ShouldBe($"{own}");
        (await partner.ReadAsync("/tmf-api/partyRoleManagement/v4/partyRole"))
            .EnumerateArray()
            .Single()
            .Text("id")
            .ShouldBe($"{own}");
        (await partner.ReadAsync(ServiceRoot)).GetArrayLength().ShouldBe(0);
        (await partner.ReadAsync($"{ServiceRoot}?providerId={other}")).GetArrayLength().ShouldBe(0);
        (await partner.ReadAsync($"{SanctionRoot}?providerId={other}")).GetArrayLength().ShouldBe(0);

        foreach (
            var path in new[]
            {
                $"{ProviderRoot}/{other}",
                $"{ProviderRoot}/{other}/penalties",
                $"/tmf-api/partyRoleManagement/v4/partyRole/{other}",
                $"{ServiceRoot}/{othersService}",
                $"{SanctionRoot}/{sanction.Text("id")}",
            }
        )
        {
            (await partner.StatusAsync(path)).ShouldBe(HttpStatusCode.NotFound, path);
        }

        (
            await partner.StatusAsync(
                $"{SanctionRoot}/{sanction.Text("id")}/objections",
                new { text = "it was not us at all" }
            )
        ).ShouldBe(HttpStatusCode.NotFound);
        (
            await partner.StatusAsync($"{ServiceRoot}/{othersService}/withdrawal", new { reason = "out with them" })
        ).ShouldBe(HttpStatusCode.NotFound);
        (await partner.StatusAsync(ServiceRoot, Offer(other))).ShouldBe(HttpStatusCode.BadRequest);
        using var contacts = await partner.PutAsJsonAsync(
            $"{ProviderRoot}/{other}/contacts",
            new { contacts = Array.Empty<object>() },
            Ct
        );
        contacts.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_partner_that_is_no_provider_sees_none()
    {
        await platform.ActiveProviderAsync();
        using var merchant = platform.Partner(Guid.CreateVersion7());

        (await merchant.ReadAsync(ProviderRoot)).GetArrayLength().ShouldBe(0);
        (await merchant.StatusAsync(ServiceRoot, Offer(provider: null))).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_provider_names_who_can_be_asked_and_finance_corrects_the_rest()
    {
        var id = await platform.ActiveProviderAsync();
        using var partner = platform.Partner(id);
        using var anna = platform.Anna();

        using var put = await partner.PutAsJsonAsync(
            $"{ProviderRoot}/{id}/contacts",
            new
            {
                contacts = new[]
                {
                    new
                    {
                        role = "settlement",
                        name = "李会计",
                        phone = "13800000002",
                        email = "li@sp.example.com",
                    },
                },
            },
            Ct
        );
        put.StatusCode.ShouldBe(HttpStatusCode.OK);
        var etag = put.Headers.ETag!;
        using var patched = await PatchAsync(anna, $"{ProviderRoot}/{id}", """{"nameZh":"星海互动"}""", etag);
        using var stale = await PatchAsync(anna, $"{ProviderRoot}/{id}", """{"nameZh":"星星互动"}""", etag);
        using var @fixed = await PatchAsync(anna, $"{ProviderRoot}/{id}", """{"definition":"all-v1"}""");

        (patched.StatusCode, stale.StatusCode, @fixed.StatusCode).ShouldBe(
            (HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict)
        );
        var now = await partner.ReadAsync($"{ProviderRoot}/{id}");
        now.Text("nameZh").ShouldBe("星海互动");
        now.GetProperty("contacts")[0].Text("email").ShouldBe("li@sp.example.com");
    }

    internal static Task<HttpResponseMessage> PatchAsync(
        HttpClient client,
        string path,
        string patch,
        EntityTagHeaderValue? ifMatch = null
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, path)
        {
            Content = new StringContent(patch, new MediaTypeHeaderValue("application/merge-patch+json")),
        };
        if (ifMatch is not null)
        {
            request.Headers.IfMatch.Add(ifMatch);
        }

        return client.SendAsync(request, Ct);
    }
}
