using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace ApiConventions.OpenApi;

/// <summary>
/// A service's OpenAPI document at <c>/openapi/{service}.json</c> (tmf.md; docs/adr/0010): made from the routes, the
/// slices' own XML comments and the conventions they live under, so that nothing has to be said twice. The same routes
/// give the same text on every machine: it is checked in, and a test compares.
/// </summary>
public static class ApiDocument
{
    private const string Conventions = """
        Bad input is 400 and names the field; what belongs to somebody else is 404. Answers carry the trace's id as
        `X-Trace-Id`. Times are UTC. Errors are TM Forum's Error under `/tmf-api`, RFC 9457 problem details elsewhere.
        """;

    /// <param name="builder">The host.</param>
    /// <param name="service">Its name in the address, lower case.</param>
    /// <param name="purpose">What it is for, one or two sentences.</param>
    public static WebApplicationBuilder AddApiDocument(
        this WebApplicationBuilder builder,
        string service,
        string purpose
    )
    {
        builder.Services.AddOpenApi(
            service,
            options =>
            {
                // What the gateway routes; a gateway's callbacks and health are nobody's API.
                options.ShouldInclude = route =>
                    route.RelativePath?.StartsWith("tmf-api/", StringComparison.Ordinal) == true
                    || route.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
                options.AddSchemaTransformer<DescribeSchemas>();
                options.AddOperationTransformer<DescribeOperations>();
                options.AddOperationTransformer<DescribeConventions>();
                options.AddOperationTransformer<DescribeRefusals>();
                options.AddDocumentTransformer(new Frame(service, purpose));
                options.AddDocumentTransformer<DescribeRefusals>();
                options.AddDocumentTransformer<InOrder>();
            }
        );
        return builder;
    }

    /// <summary>For every valid token: the fallback policy holds.</summary>
    public static void MapApiDocument(this WebApplication app) => app.MapOpenApi();

    /// <summary>Title, purpose and how one proves who one is; never where it runs.</summary>
    private sealed class Frame(string service, string purpose) : IOpenApiDocumentTransformer
    {
        private const string Bearer = "bearer";

        public Task TransformAsync(
            OpenApiDocument document,
            OpenApiDocumentTransformerContext context,
            CancellationToken cancellationToken
        )
        {
            document.Info = new OpenApiInfo
            {
                Title = char.ToUpperInvariant(service[0]) + service[1..],
                Description = $"{purpose} {Conventions.ReplaceLineEndings(" ")}",
                Version = "1",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                    Description =
                        "A token of the operator's OpenID provider, or of the gateway's own `/connect/token`. Its claim "
                        + "`role` says what it opens: each operation names the roles in `x-roles`.",
                },
            };
            document.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
            ];
            return Task.CompletedTask;
        }
    }

    /// <summary>Sorted wherever the order says nothing, so that a document changes only where the API does.</summary>
    private sealed class InOrder : IOpenApiDocumentTransformer
    {
        public Task TransformAsync(
            OpenApiDocument document,
            OpenApiDocumentTransformerContext context,
            CancellationToken cancellationToken
        )
        {
            var paths = new OpenApiPaths();
            foreach (var (path, item) in document.Paths.OrderBy(path => path.Key, StringComparer.Ordinal))
            {
                paths.Add(path, item);
            }

            document.Paths = paths;
            document.Tags = paths
                .Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>())
                .SelectMany(operation => operation.Tags ?? Enumerable.Empty<OpenApiTagReference>())
                .Select(tag => tag.Reference.Id!)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(name => new OpenApiTag { Name = name })
                .ToHashSet();
            document.Components!.Schemas = Sorted(document.Components.Schemas);
            document.Components.Responses = Sorted(document.Components.Responses);
            return Task.CompletedTask;
        }

        private static SortedDictionary<string, T> Sorted<T>(IDictionary<string, T>? items) =>
            new(items ?? new Dictionary<string, T>(), StringComparer.Ordinal);
    }
}
