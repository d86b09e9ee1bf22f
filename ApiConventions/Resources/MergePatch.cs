using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Http;

namespace ApiConventions.Resources;

/// <summary>
/// A JSON merge patch (RFC 7396): what it names is changed, null removes, what it does not name stays. Sent as
/// <c>application/merge-patch+json</c> or <c>application/json</c>. Identity, times and type cannot be patched (tmf.md).
/// </summary>
public sealed class MergePatch
{
    private static readonly string[] Fixed =
    [
        "id",
        "href",
        "creationDate",
        "lastUpdate",
        "statusChange",
        "statusChangeDate",
    ];

    private readonly JsonObject _body;

    private MergePatch(JsonObject body) => _body = body;

    /// <summary>Reads the body; called by ASP.NET Core for a handler's parameter.</summary>
    /// <exception cref="InvalidInput">No JSON object, or it names something that cannot be patched.</exception>
    public static async ValueTask<MergePatch?> BindAsync(HttpContext context)
    {
        if (
            context.Request.ContentType?.Split(';')[0].Trim()
            is not ("application/json" or "application/merge-patch+json")
        )
        {
            throw new BadHttpRequestException("", StatusCodes.Status415UnsupportedMediaType);
        }

        JsonObject? patch;
        List<string> names;
        try
        {
            patch =
                await JsonNode.ParseAsync(
                    context.Request.Body,
                    documentOptions: new JsonDocumentOptions
                    {
                        MaxDepth = Conventions.MaxJsonDepth,
                        AllowDuplicateProperties = false,
                    },
                    cancellationToken: context.RequestAborted
                ) as JsonObject;
            names = [.. patch?.Select(member => member.Key) ?? []];
        }
        catch (Exception e) when (IsBroken(e))
        {
            throw new BadHttpRequestException("", e as JsonException ?? new JsonException());
        }

        if (patch is null)
        {
            throw new InvalidInput("body", "A JSON object is expected.");
        }

        if (names.Find(name => Fixed.Contains(name) || name.StartsWith('@')) is { } fixedName)
        {
            throw new InvalidInput(fixedName, "It cannot be changed.");
        }

        return new MergePatch(patch);
    }

    /// <summary>A mandatory text after the patch.</summary>
    /// <exception cref="InvalidInput">Removed, blank, too long, or no text.</exception>
    public string Text(string name, string current, int maxLength) =>
        OptionalText(name, current, maxLength) is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw new InvalidInput(name, "It is mandatory.");

    /// <summary>An optional text after the patch; null when it is or gets removed.</summary>
    /// <exception cref="InvalidInput">Too long, no text, or it holds U+0000.</exception>
    public string? OptionalText(string name, string? current, int maxLength)
    {
        if (!_body.TryGetPropertyValue(name, out var value))
        {
            return current;
        }

        var text = value switch
        {
            null => null,
            JsonValue { } single when TryRead(single) is { } read => read,
            _ => throw new InvalidInput(name, "A text is expected."),
        };
        if (text?.Length > maxLength)
        {
            throw new InvalidInput(name, $"At most {maxLength} characters are taken.");
        }

        return text?.Contains('\0', StringComparison.Ordinal) == true
            ? throw new InvalidInput(name, "The character U+0000 is not allowed.")
            : text;
    }

    private static string? TryRead(JsonValue value)
    {
        try
        {
            return value.TryGetValue<string>(out var text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }

    /// <summary>Not JSON, or a text in it is none (half a surrogate pair, found when it is first read).</summary>
    private static bool IsBroken(Exception e) => e is JsonException or InvalidOperationException;
}
