using System;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ApiConventions.Errors;

namespace ApiConventions.Json;

/// <summary>Times leave as UTC with <c>Z</c> and microseconds, and come in with any offset but never without one.</summary>
public sealed class UtcTime : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && reader.TryGetDateTime(out var local)
        && local.Kind != DateTimeKind.Unspecified
        && reader.TryGetDateTimeOffset(out var time)
            ? time.ToUniversalTime()
            : throw new JsonTextException("A time with its offset is expected, e.g. 2026-11-21T08:00:00Z.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
}
