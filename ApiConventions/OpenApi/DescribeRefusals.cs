using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using ApiConventions.Lists;
using ApiConventions.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ApiConventions.OpenApi;

/// <summary>
/// How an operation refuses: each status it may have, with the error body of its family (docs/adr/0007). The answers
/// are written out once per document, below components, and referred to.
/// </summary>
internal sealed class DescribeRefusals : IOpenApiOperationTransformer, IOpenApiDocumentTransformer
{
    private const string Tmf = "tmf.";

    public Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var isTmf = context.Description.RelativePath!.StartsWith("tmf-api/", StringComparison.Ordinal);
        var responses = new OpenApiResponses();
        foreach (var (status, answer) in operation.Responses ?? [])
        {
            if (status[0] == '2')
            {
                responses[status] = answer;
            }
        }

        var declared = operation.Responses?.Keys.Where(status => status[0] != '2') ?? [];
        foreach (var status in declared.Concat(Refusals(operation, context)).Distinct().Order(StringComparer.Ordinal))
        {
            var code = ErrorCodes.Code(int.Parse(status, CultureInfo.InvariantCulture));
            responses[status] = new OpenApiResponseReference(isTmf ? Tmf + code : code, context.Document);
        }

        operation.Responses = responses;
        return Task.CompletedTask;
    }

    public async Task TransformAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var used = document
            .Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>())
            .SelectMany(operation => operation.Responses ?? [])
            .Where(answer => answer.Value is OpenApiResponseReference)
            .Select(answer => (Name: ((OpenApiResponseReference)answer.Value).Reference.Id!, Status: answer.Key))
            .Distinct()
            .ToList();
        var tmf = await BodyAsync<TmfError>(document, context, "application/json", "Error", cancellationToken);
        var problem = await BodyAsync<Problem>(
            document,
            context,
            "application/problem+json",
            "Problem",
            cancellationToken
        );
        foreach (var (name, status) in used)
        {
            var answer = new OpenApiResponse
            {
                Description = ErrorCodes.Reason(int.Parse(status, CultureInfo.InvariantCulture)),
                Content = name.StartsWith(Tmf, StringComparison.Ordinal) ? tmf : problem,
            };
            if (status is "429" or "503")
            {
                answer.Headers = new Dictionary<string, IOpenApiHeader>
                {
                    ["Retry-After"] = new OpenApiHeader
                    {
                        Description = "Seconds to wait.",
                        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
                    },
                };
            }

            document.AddComponent<IOpenApiResponse>(name, answer);
        }
    }

    private static IEnumerable<string> Refusals(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var route = context.Description;
        var metadata = route.ActionDescriptor.EndpointMetadata;
        var isWrite = !HttpMethods.IsGet(route.HttpMethod ?? "GET");
        var hasConventions = metadata.OfType<Fields>().Any();
        var hasBody = operation.RequestBody is not null;
        (int Status, bool IsPossible)[] refusals =
        [
            (400, hasBody || (isWrite && hasConventions) || metadata.OfType<ListMarker>().Any()),
            (401, true),
            (403, DescribeOperations.RolesOf(metadata).Count > 0),
            (409, isWrite),
            (412, isWrite && hasConventions && route.RelativePath!.Contains("{id}", StringComparison.Ordinal)),
            (413, hasBody),
            (415, hasBody),
            (429, true),
            (500, true),
            (503, true),
        ];
        return from refusal in refusals where refusal.IsPossible select $"{refusal.Status}";
    }

    private static async Task<Dictionary<string, OpenApiMediaType>> BodyAsync<TError>(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        string mediaType,
        string name,
        CancellationToken ct
    )
    {
        var schema = await context.GetOrCreateSchemaAsync(typeof(TError), cancellationToken: ct);
        document.AddComponent<IOpenApiSchema>(name, schema);
        return new() { [mediaType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(name, document) } };
    }
}
