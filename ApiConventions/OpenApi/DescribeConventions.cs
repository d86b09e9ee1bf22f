using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using ApiConventions.Resources;
using ApiConventions.Writes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ApiConventions.OpenApi;

/// <summary>
/// What a group's conventions add to each of its operations (<see cref="ResourceGroup"/>, <see cref="ListAnswer{TView}"/>):
/// paging, the list's own filters, fields, Idempotency-Key, If-Match, and the headers of answers.
/// </summary>
internal sealed class DescribeConventions : IOpenApiOperationTransformer
{
    public Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        DescribeIds(operation);
        if (metadata.OfType<ListMarker>().Any())
        {
            DescribeList(operation, metadata);
        }

        if (metadata.OfType<Fields>().LastOrDefault() is { } fields)
        {
            DescribeResource(operation, context, fields);
        }

        if (operation.Parameters.Count == 0)
        {
            operation.Parameters = null;
        }

        return Task.CompletedTask;
    }

    private static void DescribeIds(OpenApiOperation operation)
    {
        foreach (var id in operation.Parameters!.OfType<OpenApiParameter>().Where(p => p is { Name: "id" }))
        {
            id.Description ??= "The resource's id, as an answer gave it; an unknown one of any shape is 404.";
        }
    }

    private static void DescribeList(OpenApiOperation operation, IList<object> metadata)
    {
        var listing = metadata
            .OfType<MethodInfo>()
            .Select(handler => handler.DeclaringType!)
            .SelectMany(useCase =>
                useCase.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            )
            .Select(field => field.GetValue(null))
            .OfType<IListing>()
            .SingleOrDefault();
        if (listing is not null)
        {
            operation.Parameters!.Add(Number("offset", "How many to skip.", 0, max: null));
            operation.Parameters.Add(
                Number(
                    "limit",
                    "How many to answer at most; 0 only counts.",
                    ListRequest.DefaultLimit,
                    ListRequest.MaxLimit
                )
            );
            foreach (var attribute in listing.Attributes)
            {
                operation.Parameters.Add(
                    Query(
                        attribute,
                        attribute.EndsWith(Listing.Before, StringComparison.Ordinal)
                            ? $"Only those whose {attribute[..^Listing.Before.Length]} is before this time."
                            : $"Only those whose {attribute} equals this."
                    )
                );
            }
        }

        AddHeader(
            operation,
            StatusCodes.Status200OK,
            "X-Total-Count",
            "How many match in all.",
            JsonSchemaType.Integer
        );
        AddHeader(
            operation,
            StatusCodes.Status200OK,
            "X-Result-Count",
            "How many are in this answer.",
            JsonSchemaType.Integer
        );
    }

    private static void DescribeResource(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        Fields fields
    )
    {
        var route = context.Description;
        var answers = route.ActionDescriptor.EndpointMetadata.OfType<IProducesResponseTypeMetadata>().ToList();
        var isRead = HttpMethods.IsGet(route.HttpMethod ?? "GET");
        if (isRead)
        {
            var always = fields.Always.Count > 0 ? $" {string.Join(" and ", fields.Always)} always come." : "";
            operation.Parameters!.Add(Query("fields", $"First-level attributes to answer, by commas.{always}"));
        }
        else
        {
            operation.Parameters!.Add(
                Header(
                    IdempotencyKey.Header,
                    "A key of your own for this write: repeated within 48 h with the same body, it gets the first answer again.",
                    IdempotencyKey.MaxLength
                )
            );
        }

        if (!isRead && route.RelativePath!.Contains("{id}", StringComparison.Ordinal))
        {
            operation.Parameters.Add(
                Header(
                    "If-Match",
                    "The ETag you decided on; when the resource has another by now, 412.",
                    maxLength: null
                )
            );
        }

        foreach (var answer in answers.Where(answer => typeof(IVersioned).IsAssignableFrom(answer.Type)))
        {
            AddHeader(operation, answer.StatusCode, "ETag", "The resource's version.");
        }

        AddHeader(operation, StatusCodes.Status201Created, "Location", "The new resource, relative to the root.");
    }

    private static OpenApiParameter Query(string name, string description) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Query,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

    private static OpenApiParameter Number(string name, string description, int fallback, int? max) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Query,
            Description = description,
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Minimum = "0",
                Maximum = max?.ToString(CultureInfo.InvariantCulture),
                Default = fallback,
            },
        };

    private static OpenApiParameter Header(string name, string description, int? maxLength) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = maxLength },
        };

    private static void AddHeader(
        OpenApiOperation operation,
        int status,
        string name,
        string description,
        JsonSchemaType type = JsonSchemaType.String
    )
    {
        var code = status.ToString(CultureInfo.InvariantCulture);
        if (operation.Responses?.GetValueOrDefault(code) is OpenApiResponse response)
        {
            response.Headers ??= new Dictionary<string, IOpenApiHeader>();
            response.Headers[name] = new OpenApiHeader
            {
                Description = description,
                Schema = new OpenApiSchema { Type = type },
            };
        }
    }
}
