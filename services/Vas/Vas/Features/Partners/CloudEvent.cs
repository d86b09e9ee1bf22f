using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ApiConventions.Hub;
using ApiConventions.Json;

namespace Vas.Features.Partners;

/// <summary>
/// CloudEvents 1.0 in JSON as partners get it, the same bytes over every way (features.md V10). <c>data</c> holds what
/// the provider may know and no other personal data.
/// </summary>
internal static class CloudEvent
{
    public const string ContentType = "application/cloudevents+json";

    /// <summary>Whose events these are, for CloudEvents' <c>source</c>.</summary>
    private const string Source = "/api/vas/v1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // never inside HTML, and Chinese stays short
        Converters = { new UtcTime() },
    };

    /// <summary>Every type there is; <see cref="Test"/> is only sent to an endpoint that asks for it.</summary>
    public static IReadOnlyList<string> Types { get; } =
    [
        "complaint-rate.changed",
        "settlement.adjusted",
        "settlement.issued",
        "sanction.imposed",
        "sanction.lifted",
        "subscription.confirmed",
        "subscription.ended",
        "charge.refused",
        "charge.refunded",
        "refund.proposed",
        "consent-chain.head",
    ];

    public const string Test = "test";

    /// <param name="id">The same over every way, so that who hears it twice knows.</param>
    /// <param name="type">One of <see cref="Types"/> or <see cref="Test"/>.</param>
    /// <param name="subject">What it is about: <c>statement/0190…</c>.</param>
    /// <param name="sequence">Its place in the provider's feed; null for a test, which has none.</param>
    /// <param name="data">The facts. What is larger than 20 kB in all is left out: the subject names where to read it.</param>
    /// <param name="at">When the fact came about.</param>
    public static string Render(Guid id, string type, string subject, long? sequence, object data, DateTimeOffset at)
    {
        var @event = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = id.ToString(),
            ["source"] = Source,
            ["type"] = type,
            ["subject"] = subject,
            ["time"] = JsonSerializer.SerializeToNode(at, Json),
            ["datacontenttype"] = "application/json",
        };
        if (sequence is { } place)
        {
            @event["sequence"] = $"{place:D12}"; // CloudEvents' extension: text that sorts as the numbers do
        }

        @event["data"] = JsonSerializer.SerializeToNode(data, Json);
        var body = @event.ToJsonString(Json);
        if (Encoding.UTF8.GetByteCount(body) <= HubEvent.MaxBodyBytes)
        {
            return body;
        }

        @event["data"] = new JsonObject { ["isLeftOut"] = true };
        return @event.ToJsonString(Json);
    }

    /// <summary>The same with one id only per line of a long list, so that 20 kB hold what matters.</summary>
    public static IReadOnlyList<string> Ids(string commaSeparated, int atMost) =>
        [
            .. commaSeparated
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Take(atMost),
        ];
}
