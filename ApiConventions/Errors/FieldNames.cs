using System.Linq;

namespace ApiConventions.Errors;

/// <summary>Validation and the serializer speak of fields in their own ways; a client reads what it wrote.</summary>
internal static class FieldNames
{
    /// <summary><c>RelatedEntity[0].Id</c> → <c>relatedEntity[0].id</c>; <c>$.severity</c> → <c>severity</c>.</summary>
    public static string AsWritten(string path)
    {
        var segments = path.TrimStart('$').TrimStart('.').Split('.');
        return string.Join('.', segments.Select(LowerFirst));
    }

    private static string LowerFirst(string name) =>
        name.Length > 0 && char.IsUpper(name[0]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
}
