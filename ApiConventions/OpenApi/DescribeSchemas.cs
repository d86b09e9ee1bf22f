using System;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Resources;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ApiConventions.OpenApi;

/// <summary>What bodies mean: the records' XML comments, the limits on their parameters, times and merge patches.</summary>
internal sealed class DescribeSchemas : IOpenApiSchemaTransformer
{
    public Task TransformAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var info = context.JsonTypeInfo;
        if (info.Type == typeof(MergePatch))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Description =
                "A JSON merge patch (RFC 7396): members named are changed, null removes, the others stay. "
                + "id, href, times and the @-members cannot be patched.";
        }
        else if (info.Kind == JsonTypeInfoKind.Object)
        {
            schema.Description ??= XmlComments.Of(info.Type);
            schema.Required?.ExceptWith(info.Properties.Where(MayBeMissing).Select(p => p.Name));
        }
        else
        {
            SayType(schema, info);
            SayProperty(schema, context.JsonPropertyInfo);
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Our own converters for texts and times hide the type from the serializer's schema; and that it would also read
    /// a number out of a text is nothing to promise.
    /// </summary>
    private static void SayType(OpenApiSchema schema, JsonTypeInfo info)
    {
        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        if (type == typeof(string) || type == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String;
        }
        else if (
            schema.Type is { } named
            && (named.HasFlag(JsonSchemaType.Integer) || named.HasFlag(JsonSchemaType.Number))
        )
        {
            schema.Type = named & ~JsonSchemaType.String;
            schema.Pattern = null;
        }
        else if (info is { Kind: JsonTypeInfoKind.Enumerable } && info.ElementType == typeof(string))
        {
            schema.Items ??= new OpenApiSchema { Type = JsonSchemaType.String };
        }
    }

    private static bool MayBeMissing(JsonPropertyInfo property) =>
        IsNullable(property)
        && property.AttributeProvider is PropertyInfo { DeclaringType: { } owner } member
        && !Limits(owner, member).OfType<RequiredAttribute>().Any();

    private static bool IsNullable(JsonPropertyInfo property) =>
        property.AttributeProvider is PropertyInfo member
        && new NullabilityInfoContext().Create(member).ReadState == NullabilityState.Nullable;

    private static void SayProperty(OpenApiSchema schema, JsonPropertyInfo? property)
    {
        if (property?.AttributeProvider is not PropertyInfo { DeclaringType: { } owner } member)
        {
            return;
        }

        schema.Description ??= XmlComments.Of(owner, member.Name);
        if (schema.Type is { } type && IsNullable(property))
        {
            schema.Type = type | JsonSchemaType.Null;
        }

        foreach (var limit in Limits(owner, member))
        {
            switch (limit)
            {
                case StringLengthAttribute length:
                    schema.MaxLength = length.MaximumLength;
                    schema.MinLength = length.MinimumLength > 0 ? length.MinimumLength : null;
                    break;
                case MaxLengthAttribute length when schema.Items is not null:
                    schema.MaxItems = length.Length;
                    break;
                case RegularExpressionAttribute pattern:
                    schema.Pattern = pattern.Pattern;
                    break;
                case EmailAddressAttribute:
                    schema.Format = "email";
                    break;
                case AllowedValuesAttribute allowed:
                    schema.Enum = [.. allowed.Values.OfType<string>().Select(value => JsonValue.Create(value)!)];
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>A record says its limits on the constructor's parameters, which carry the properties' names.</summary>
    private static IEnumerable<ValidationAttribute> Limits(Type owner, PropertyInfo member) =>
        owner
            .GetConstructors()
            .SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => parameter.Name == member.Name)
            .SelectMany(parameter => parameter.GetCustomAttributes<ValidationAttribute>())
            .Concat(member.GetCustomAttributes<ValidationAttribute>());
}
