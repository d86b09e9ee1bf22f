using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Configuration;

namespace Gateway.Documents;

/// <summary>
/// One page at <c>/openapi/</c> to browse every service's document (tmf.md; docs/adr/0010). The page itself holds no
/// data and is open; the documents behind it need a token, which the reader gives the page and which stays in its
/// memory.
/// </summary>
internal static class ApiPage
{
    private const string Folder = "/openapi";

    /// <summary>Own scripts and styles only, nothing inline, no other host: what a document says cannot become code.</summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <param name="app">The gateway.</param>
    /// <param name="issuesTokens">Whether the page can also fetch a token with a client's id and secret.</param>
    public static void Map(WebApplication app, bool issuesTokens)
    {
        var index = Index(app.Configuration, issuesTokens);
        app.MapSwaggerUI(
                Folder,
                options =>
                {
                    options.IndexStream = () => new MemoryStream(index);
                    options.CacheLifetime = TimeSpan.FromHours(1);
                }
            )
            .WithContentPolicy()
            .AllowAnonymous();
        app.MapGet($"{Folder}/page.js", () => Asset("page.js", "text/javascript")).WithContentPolicy().AllowAnonymous();
        app.MapGet($"{Folder}/page.css", () => Asset("page.css", "text/css")).WithContentPolicy().AllowAnonymous();
    }

    /// <summary>The page with its list: one document per service that the gateway routes to.</summary>
    private static byte[] Index(IConfiguration configuration, bool issuesTokens)
    {
        var documents = configuration
            .GetSection("ReverseProxy:Clusters")
            .GetChildren()
            .Select(cluster => new { url = $"{Folder}/{cluster.Key}.json", name = cluster.Key })
            .OrderBy(document => document.name, StringComparer.Ordinal);
        using var reader = new StreamReader(Open("index.html"));
        var page = reader
            .ReadToEnd()
            .Replace(
                "{documents}",
                WebUtility.HtmlEncode(JsonSerializer.Serialize(documents)),
                StringComparison.Ordinal
            )
            .Replace("{tokenEndpoint}", issuesTokens ? "/connect/token" : "", StringComparison.Ordinal);
        return System.Text.Encoding.UTF8.GetBytes(page);
    }

    private static FileStreamHttpResult Asset(string name, string type) => TypedResults.Stream(Open(name), type);

    private static Stream Open(string name) =>
        typeof(ApiPage).Assembly.GetManifestResourceStream($"Gateway.Documents.{name}")!;

    private static IEndpointConventionBuilder WithContentPolicy(this IEndpointConventionBuilder page)
    {
        page.Add(endpoint =>
        {
            var inner = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => WithPolicyAsync(context, inner);
        });
        return page;
    }

    private static Task WithPolicyAsync(HttpContext context, RequestDelegate inner)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return inner(context);
    }
}
