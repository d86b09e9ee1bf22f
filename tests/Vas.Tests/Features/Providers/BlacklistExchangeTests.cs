using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;
using static Vas.Tests.Features.Providers.ProviderSteps;

namespace Vas.Tests.Features.Providers;

/// <summary>V12: entries come and go by two persons, and operators exchange their lists as JSON and CSV.</summary>
public sealed class BlacklistExchangeTests(VasFixture platform) : IClassFixture<VasFixture>
{
    [Fact]
    public async Task An_entry_is_put_there_by_one_and_taken_off_by_another()
    {
        using var anna = platform.Anna();
        using var boris = platform.Boris();
        var number = NewAccessCode();

        var entry = await ListAsync(anna, "number", number);
        (await anna.RefusedAsync($"{entry.Text("href")}/removal", new { reason = "a mistake" })).ShouldBe(
            "blacklist.same-person"
        );
        await boris.PostOkAsync($"{entry.Text("href")}/removal", new { reason = "a mistake" });
        var again = await ListAsync(anna, "number", number);

        again.Text("id").ShouldNotBe(entry.Text("id"));
        (await anna.ReadAsync($"{BlacklistRoot}?kind=number&value={number}"))
            .EnumerateArray()
            .Select(it => it.TryGetProperty("removedAt", out _))
            .ShouldBe([false, true]);
        (await anna.RefusedAsync(BlacklistRoot, Entry("site", "no host"))).ShouldBe("blacklist.malformed");
        (await anna.StatusAsync(BlacklistRoot, Entry("planet", "mars"))).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    public async Task What_one_operator_exports_another_imports_once(string format)
    {
        using var anna = platform.Anna();
        var site = $"bad{Guid.CreateVersion7():N}.example.com";
        await ListAsync(anna, "site", site.ToUpperInvariant());

        using var exported = await anna.GetAsync(
            new Uri($"{BlacklistRoot}/export?format={format}", UriKind.Relative),
            Ct
        );
        var list = await exported.Content.ReadAsStringAsync(Ct);
        exported.Content.Headers.ContentType!.MediaType.ShouldBe(format == "csv" ? "text/csv" : "application/json");
        list.ShouldContain(site);

        var other = $"other-{format}";
        var elsewhere = list.Replace(site, $"{other}.{site}", StringComparison.Ordinal);
        var first = await ImportAsync(anna, other, elsewhere, format);
        var second = await ImportAsync(anna, other, elsewhere, format);

        first.GetProperty("added").GetInt32().ShouldBe(first.GetProperty("received").GetInt32());
        second.GetProperty("unchanged").GetInt32().ShouldBe(second.GetProperty("received").GetInt32());
        var entry = (await anna.ReadAsync($"{BlacklistRoot}?source={other}&value={other}.{site}"))
            .EnumerateArray()
            .Single();
        (entry.Text("value"), entry.Text("kind"), entry.Text("reason")).ShouldBe(
            ($"{other}.{site}", "site", "forced, \"free\"")
        );
        (await anna.GetStringAsync(new Uri($"{BlacklistRoot}/export", UriKind.Relative), Ct)).ShouldNotContain(
            $"{other}.{site}"
        );
    }

    [Fact]
    public async Task A_list_with_one_bad_entry_is_not_taken_at_all()
    {
        using var anna = platform.Anna();
        const string list = """
            {"entries":[{"kind":"number","value":"106699991","reason":"spam"},{"kind":"number","value":"+86","reason":"spam"}]}
            """;

        using var answer = await PostAsync(anna, "third", list, "application/json");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        body.GetProperty("errors").TryGetProperty("entries[1].value", out _).ShouldBeTrue();
        (await anna.ReadAsync($"{BlacklistRoot}?source=third")).GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("kind,value\r\n", "text/csv", HttpStatusCode.BadRequest)]
    [InlineData("kind,value,reason,until\r\nnumber,10669\r\n", "text/csv", HttpStatusCode.BadRequest)]
    [InlineData("kind,value,reason,until\r\nnumber,10669,spam,soon\r\n", "text/csv", HttpStatusCode.BadRequest)]
    [InlineData("kind,value,reason,until\r\nnumber,10669,\"spam,\r\n", "text/csv", HttpStatusCode.BadRequest)]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"entries\":[null]}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("<entries/>", "text/xml", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_list_that_is_none_is_refused(string list, string type, HttpStatusCode expected)
    {
        using var anna = platform.Anna();

        using var answer = await PostAsync(anna, "fourth", list, type);

        answer.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task An_import_that_is_sent_again_with_its_key_gets_its_first_answer()
    {
        using var anna = platform.Anna();
        anna.DefaultRequestHeaders.Add("Idempotency-Key", $"{Guid.CreateVersion7()}");
        var list = $"kind,value,reason,until\r\nnumber,{NewAccessCode()},spam,\r\n";

        var first = await ImportAsync(anna, "fifth", list, "csv");
        var again = await ImportAsync(anna, "fifth", list, "csv");

        first.GetProperty("added").GetInt32().ShouldBe(1);
        again.GetRawText().ShouldBe(first.GetRawText());
    }

    [Fact]
    public async Task An_import_that_met_a_colleague_decides_again_by_the_same_list()
    {
        using var anna = platform.Anna();
        var number = NewAccessCode();
        await ImportAsync(anna, "sixth", $"kind,value,reason,until\r\nnumber,{number},spam,2030-01-01\r\n", "csv");
        await using var colleague = await platform.Vas.Database.OpenConnectionAsync(Ct);
        await using var held = await colleague.BeginTransactionAsync(Ct);
        await using var change = colleague.CreateCommand();
        change.CommandText = $"update blacklist_entries set version = version + 1 where value = '{number}'";
        await change.ExecuteNonQueryAsync(Ct);

        var importing = ImportAsync(
            anna,
            "sixth",
            $"kind,value,reason,until\r\nnumber,{number},spam,2040-01-01\r\n",
            "csv"
        );
        await platform.SomebodyWaitsAsync();
        await held.CommitAsync(Ct);

        (await importing).GetProperty("extended").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Only_who_judges_providers_writes_on_the_list()
    {
        using var ops = platform.Vas.As(Roles.Ops);

        (await ops.StatusAsync(BlacklistRoot, Entry("number", "106600"))).ShouldBe(HttpStatusCode.Forbidden);
        (await ops.StatusAsync(BlacklistRoot)).ShouldBe(HttpStatusCode.OK);
    }

    private static object Entry(string kind, string value) =>
        new
        {
            kind,
            value,
            reason = "forced, \"free\"",
        };

    private static Task<JsonElement> ListAsync(HttpClient by, string kind, string value) =>
        by.PostOkAsync(BlacklistRoot, Entry(kind, value));

    private static async Task<JsonElement> ImportAsync(HttpClient by, string source, string list, string format)
    {
        using var answer = await PostAsync(by, source, list, format == "csv" ? "text/csv" : "application/json");
        var text = await answer.Content.ReadAsStringAsync(Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient by, string source, string list, string type) =>
        by.PostAsync(
            new Uri($"{BlacklistRoot}/import?source={source}", UriKind.Relative),
            new StringContent(list, new MediaTypeHeaderValue(type, "utf-8")),
            Ct
        );
}
