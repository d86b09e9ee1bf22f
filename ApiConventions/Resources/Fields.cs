using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ApiConventions.Resources;

/// <summary>
/// <c>fields=a,b</c> selects first-level attributes (tmf.md). TMF621 returns exactly those; everything else always adds
/// <c>id</c> and <c>href</c>, which the group says by this metadata.
/// </summary>
internal sealed record Fields(IReadOnlyList<string> Always)
{
    public static readonly Fields ExactlyAsAsked = new([]);
    public static readonly Fields WithIdAndHref = new(["id", "href"]);

    /// <returns>The asked attributes; null when the request does not select.</returns>
    public static HashSet<string>? Asked(HttpContext http)
    {
        if (!http.Request.Query.TryGetValue("fields", out var lists))
        {
            return null;
        }

        var always = http.GetEndpoint()?.Metadata.GetMetadata<Fields>() ?? WithIdAndHref;
        return
        [
            .. always.Always,
            .. lists.SelectMany(list =>
                (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            ),
        ];
    }

    public static JsonObject Select<T>(T resource, HashSet<string> fields, JsonSerializerOptions json)
    {
        var body = JsonSerializer.SerializeToNode(resource, json)!.AsObject();
        foreach (var name in body.Select(attribute => attribute.Key).Where(name => !fields.Contains(name)).ToList())
        {
            body.Remove(name);
        }

        return body;
    }
}
