using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Complaints.Data;
using Loyalty.Data;
using Notifications.Data;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Vas.Data;
using Xunit;

namespace Platform.Tests.Contracts;

/// <summary>
/// Each service's OpenAPI document is what is checked in under docs/openapi (tmf.md). Whoever changes an API sees the
/// change in the diff, and accepts it with <c>ACCEPT=1 ./test OpenApiDocuments</c>.
/// </summary>
public sealed class OpenApiDocuments
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] Methods = ["get", "put", "post", "patch", "delete"];

    public static TheoryData<string> EveryService() => ["billing", "complaints", "loyalty", "notifications", "vas"];

    [Theory]
    [MemberData(nameof(EveryService))]
    public async Task A_service_serves_the_document_that_is_checked_in(string service)
    {
        var served = await ServedAsync(service);
        var file = Repository.File("docs", "openapi", $"{service}.json");
        var text = served.ToJsonString(Readable) + "\n";
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
        {
            await File.WriteAllTextAsync(file, text, Ct);
        }

        var approved = File.Exists(file) ? await File.ReadAllTextAsync(file, Ct) : "(no such file)";

        text.ShouldBe(approved, $"{file} has drifted; if that is meant: ACCEPT=1 ./test {nameof(OpenApiDocuments)}");
    }

    [Theory]
    [MemberData(nameof(EveryService))]
    public async Task Every_operation_says_what_it_does_under_a_name_of_its_own_and_how_it_refuses(string service)
    {
        var operations = Operations(await ServedAsync(service)).ToList();

        operations.ShouldNotBeEmpty();
        operations.Select(operation => (string?)operation.Body["operationId"]).ShouldBeUnique();
        operations
            .Where(operation => string.IsNullOrEmpty((string?)operation.Body["summary"]))
            .Select(operation => $"{operation.Name} needs a summary: an XML comment on its use case")
            .ShouldBeEmpty();
        foreach (var (name, body) in operations)
        {
            var refusals = body["responses"]!.AsObject().Where(answer => answer.Key[0] != '2').ToList();
            refusals.Select(refusal => refusal.Key).ShouldContain("401", name);
            var family = name.Contains("/tmf-api/", StringComparison.Ordinal) ? "tmf." : "";
            refusals.ShouldAllBe(refusal =>
                ((string?)refusal.Value!["$ref"])!.StartsWith($"#/components/responses/{family}")
            );
        }
    }

    [Fact]
    public async Task A_document_needs_a_token()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var billing = Start<BillingDb>(issuer);
        using var client = billing.Client(token: null);

        using var answer = await client.GetAsync(new Uri("/openapi/billing.json", UriKind.Relative), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<JsonNode> ServedAsync(string service) =>
        service switch
        {
            "billing" => ServedAsync<BillingDb>(service),
            "complaints" => ServedAsync<ComplaintsDb>(service),
            "loyalty" => ServedAsync<LoyaltyDb>(service),
            "vas" => ServedAsync<VasDb>(service),
            _ => ServedAsync<NotificationsDb>(service),
        };

    private static async Task<JsonNode> ServedAsync<T>(string service)
        where T : class
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var host = Start<T>(issuer);
        using var client = host.Client(issuer.Token(Roles.Auditor));
        return JsonNode.Parse(await client.GetStringAsync(new Uri($"/openapi/{service}.json", UriKind.Relative), Ct))!;
    }

    private static BareService<T> Start<T>(TestIssuer issuer)
        where T : class =>
        new(
            new Dictionary<string, string>
            {
                ["services:gateway:http:0"] = issuer.Address,
                ["Webhooks:Key"] = new string('k', 32),
            }
        );

    private static IEnumerable<(string Name, JsonNode Body)> Operations(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where Methods.Contains(operation.Key)
        select ($"{operation.Key} {path.Key}", operation.Value);
}
