using System;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiConventions.Hub;

/// <summary>One change of a resource as its listeners read it: the very body that the API answers, in an envelope.</summary>
public sealed class HubEvent
{
    /// <summary>Larger bodies are cut down to the resource's identity (policies.md, event max size 20 kB).</summary>
    public const int MaxBodyBytes = 20 * 1024;
    public const string ContentType = "application/json";

    private readonly JsonObject _event;

    /// <param name="type">One of <see cref="HubApi.EventTypes"/>.</param>
    /// <param name="time">When the resource changed.</param>
    /// <param name="api">The API that has the resource.</param>
    /// <param name="view">The resource as the API answers it.</param>
    /// <param name="json">The API's own options.</param>
    public HubEvent(string type, DateTimeOffset time, HubApi api, object view, JsonSerializerOptions json)
    {
        Type = type;
        var resource = JsonSerializer.SerializeToNode(view, api.View, json)!.AsObject();
        _event = new JsonObject
        {
            ["eventId"] = Guid.CreateVersion7().ToString(),
            ["eventTime"] = JsonSerializer.SerializeToNode(time, json),
            ["eventType"] = type,
            ["correlationId"] = Activity.Current?.TraceId.ToString(),
            ["event"] = new JsonObject { [api.Resource] = resource },
        };
        Body = _event.ToJsonString(json);
        if (Encoding.UTF8.GetByteCount(Body) > MaxBodyBytes)
        {
            Body = Named(api.Resource).ToJsonString(json);
        }
    }

    public string Type { get; }

    public string Body { get; }

    /// <summary>
    /// Does the subscription ask for it? Whether the subscriber may see it is the owner's own rule. It is asked while a
    /// change is being saved, so it never throws: what cannot be read any more (<see cref="HubSubscription.IsReadable"/>)
    /// wants nothing.
    /// </summary>
    public bool IsWantedBy(HubSubscription subscription) =>
        HubQuery.Stored(subscription.Query)?.IsMetBy(_event) == true;

    /// <summary>The event with its resource's identity only; the listener reads the resource by its href.</summary>
    private JsonObject Named(string resource)
    {
        var named = _event.DeepClone().AsObject();
        var whole = named["event"]![resource]!;
        named["event"]![resource] = new JsonObject
        {
            ["id"] = whole["id"]?.DeepClone(),
            ["href"] = whole["href"]?.DeepClone(),
            ["@type"] = whole["@type"]?.DeepClone(),
        };
        return named;
    }
}
