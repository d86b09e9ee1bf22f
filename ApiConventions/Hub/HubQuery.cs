using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ApiConventions.Errors;

namespace ApiConventions.Hub;

/// <summary>
/// Which events a listener wants: equality on <c>eventType</c> and on dotted attributes of the event's body, joined by
/// <c>&amp;</c>, all of which must hold. On the way through an array any element may hold it.
/// </summary>
internal sealed class HubQuery
{
    public const int MaxLength = 2000;
    public const int MaxTerms = 20;
    private const string EventType = "eventType";

    private readonly IReadOnlyList<(string[] Path, string Value)> _terms;

    private HubQuery(IReadOnlyList<(string[] Path, string Value)> terms) => _terms = terms;

    /// <exception cref="InvalidInput">It is no list of equalities, or one attribute is named twice.</exception>
    public static HubQuery Parse(string? text)
    {
        var parts = text switch
        {
            null or "" => [],
            { Length: > MaxLength } => throw TooMuch(),
            _ => text.Split('&', MaxTerms + 1),
        };
        if (parts.Length > MaxTerms)
        {
            throw TooMuch();
        }

        var terms = parts.Select(Term).ToList();
        return terms.DistinctBy(term => string.Join('.', term.Path)).Count() == terms.Count
            ? new(terms)
            : throw Invalid("Each attribute is named once; all conditions must hold.");
    }

    /// <summary>A query as it was taken once; null when it would not be taken today.</summary>
    public static HubQuery? Stored(string? text)
    {
        try
        {
            return Parse(text);
        }
        catch (InvalidInput)
        {
            return null;
        }
    }

    /// <summary>A condition on what no event has would never hold: better said now than never heard.</summary>
    /// <exception cref="InvalidInput">There is no such event type or attribute.</exception>
    public void MustSpeakOf(HubApi api, JsonSerializerOptions json)
    {
        foreach (var (path, value) in _terms)
        {
            if (path is [EventType])
            {
                if (!api.EventTypes.Contains(value))
                {
                    throw Invalid($"eventType is one of {string.Join(", ", api.EventTypes)}.");
                }
            }
            else if (
                path is not ["event", var name, .. var rest]
                || name != api.Resource
                || !IsIn(rest, api.View, json)
            )
            {
                throw Invalid(
                    $"Attributes are eventType and those of the resource: event.{api.Resource}.id and so on."
                );
            }
        }
    }

    public bool IsMetBy(JsonObject @event) => _terms.All(term => Values(@event, term.Path, 0).Contains(term.Value));

    private static (string[] Path, string Value) Term(string term)
    {
        var (name, value) = term.Split('=', 2) is [{ Length: > 0 } left, var right]
            ? (left, right)
            : throw Invalid("Conditions of the form attribute=value are expected, joined by &.");
        return (Uri.UnescapeDataString(name).Split('.'), Uri.UnescapeDataString(value));
    }

    private static bool IsIn(ReadOnlySpan<string> path, Type type, JsonSerializerOptions json)
    {
        var shape = json.GetTypeInfo(type);
        if (shape.Kind == JsonTypeInfoKind.Enumerable)
        {
            return IsIn(path, shape.ElementType!, json);
        }

        if (path is [var name, .. var rest])
        {
            var attribute = shape.Properties.FirstOrDefault(property => property.Name == name);
            return attribute is not null && IsIn(rest, attribute.PropertyType, json);
        }

        return shape.Kind == JsonTypeInfoKind.None; // a value: objects are not compared
    }

    private static IEnumerable<string> Values(JsonNode? node, string[] path, int at) =>
        node switch
        {
            JsonArray array => array.SelectMany(element => Values(element, path, at)),
            JsonObject body when at < path.Length => Values(body[path[at]], path, at + 1),
            JsonValue value when at == path.Length => [$"{value}"],
            _ => [],
        };

    private static InvalidInput TooMuch() =>
        Invalid($"At most {MaxLength} characters and {MaxTerms} conditions are taken.");

    private static InvalidInput Invalid(string reason) => new("query", reason);
}
