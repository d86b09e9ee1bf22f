using System;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rules;

namespace ServiceDefaults.PolicyStore;

/// <summary>
/// A policy's value as JSON has it, in profiles, in the database and over the API: a number, a text, or an array of
/// texts for a set.
/// </summary>
internal sealed class PolicyJson : JsonConverter<PolicyValue>
{
    /// <summary>For what is stored: names as in C#, enumerations as words.</summary>
    public static readonly JsonSerializerOptions Stored = new()
    {
        Converters = { new PolicyJson(), new JsonStringEnumConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public override PolicyValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        var value = json.RootElement;
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDecimal(out var number) => PolicyValue.Of(number),
            JsonValueKind.String => PolicyValue.Of(value.GetString()!),
            JsonValueKind.Array when value.EnumerateArray().All(member => member.ValueKind == JsonValueKind.String) =>
                PolicyValue.SetOf(value.EnumerateArray().Select(member => member.GetString()!)),
            _ => throw new JsonException("A number, a text or an array of texts is expected."),
        };
    }

    public override void Write(Utf8JsonWriter writer, PolicyValue value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case PolicyValue.Number number:
                writer.WriteNumberValue(number.Amount);
                break;
            case PolicyValue.Text text:
                writer.WriteStringValue(text.Word);
                break;
            case PolicyValue.Set set:
                JsonSerializer.Serialize(writer, set.Members.AsEnumerable(), options);
                break;
            default:
                throw new JsonException($"{value.GetType().Name} has no JSON form.");
        }
    }
}
