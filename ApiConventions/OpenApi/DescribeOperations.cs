using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ApiConventions.OpenApi;

/// <summary>
/// What an operation is called, does, and to whom it is open: the use case's class gives the name and its comment the
/// words, the route's policy the roles, the path the resource.
/// </summary>
internal sealed class DescribeOperations : IOpenApiOperationTransformer
{
    private static readonly string[] SentenceEnds = [". ", ": ", "; "];

    public Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var handler = metadata.OfType<MethodInfo>().First();
        operation.OperationId ??= Name(handler);
        operation.Tags = new HashSet<OpenApiTagReference>
        {
            new(Resource(context.Description.RelativePath!), context.Document),
        };

        var text = XmlComments.OfUseCase(handler);
        var roles = RolesOf(metadata);
        operation.Summary ??= FirstSentence(text);
        var more = text?.TrimEnd('.') == operation.Summary ? null : text;
        var openTo = roles.Count > 0 ? $"Open to: {string.Join(", ", roles)}." : null;
        operation.Description ??= string.Join("\n\n", new[] { more, openTo }.OfType<string>());
        if (roles.Count > 0)
        {
            operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
            operation.Extensions["x-roles"] = new JsonNodeExtension(
                new JsonArray([.. roles.Select(role => (JsonNode)role)])
            );
        }

        return Task.CompletedTask;
    }

    /// <summary>The roles that the route's policies let in; empty when every valid token is.</summary>
    public static IReadOnlyList<string> RolesOf(IList<object> metadata) =>
        [
            .. metadata
                .OfType<AuthorizationPolicy>()
                .SelectMany(policy => policy.Requirements.OfType<RolesAuthorizationRequirement>())
                .SelectMany(requirement => requirement.AllowedRoles)
                .Distinct(),
        ];

    /// <summary>
    /// <c>OpenComplaint.Handle</c> is <c>openComplaint</c>, <c>DownloadStatement.AsCsv</c> is <c>downloadStatementAsCsv</c>,
    /// <c>ParkedEvents.List</c> is <c>listParkedEvents</c> and <c>ParkedEvents.Replay</c>, of one of them,
    /// <c>replayParkedEvent</c>.
    /// </summary>
    internal static string Name(MethodInfo handler)
    {
        var useCase = handler.DeclaringType!.Name;
        var what = handler.Name.EndsWith("Async", StringComparison.Ordinal) ? handler.Name[..^5] : handler.Name;
        return JsonNamingPolicy.CamelCase.ConvertName(
            what switch
            {
                "Handle" => useCase,
                "List" => what + useCase,
                ['A', 's', >= 'A' and <= 'Z', ..] or ['B', 'y', >= 'A' and <= 'Z', ..] => useCase + what,
                _ => what + OneOf(useCase),
            }
        );
    }

    private static string OneOf(string several) =>
        several.EndsWith("ies", StringComparison.Ordinal) ? $"{several[..^3]}y" : several.TrimEnd('s');

    /// <summary>The segment after the version: <c>tmf-api/troubleTicket/v4/troubleTicket/{id}</c> is a troubleTicket.</summary>
    private static string Resource(string path)
    {
        var segments = path.Split('/');
        var version = Array.FindIndex(segments, segment => segment is ['v', >= '0' and <= '9']);
        return version >= 0 && version + 1 < segments.Length ? segments[version + 1] : segments[0];
    }

    private static string? FirstSentence(string? text)
    {
        var end = SentenceEnds
            .Select(end => text?.IndexOf(end, StringComparison.Ordinal) ?? -1)
            .Where(position => position > 0)
            .DefaultIfEmpty(-1)
            .Min();
        return end > 0 ? text![..end] : text?.TrimEnd('.');
    }
}
