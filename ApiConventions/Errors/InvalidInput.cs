using System;

namespace ApiConventions.Errors;

/// <summary>The request cannot be understood or names something that does not exist: 400 with the field and why.</summary>
/// <param name="field">The field as the client wrote it: <c>relatedEntity[0].id</c>.</param>
/// <param name="reason">One English sentence; the value itself is not repeated, it may be personal.</param>
public sealed class InvalidInput(string field, string reason) : Exception(reason)
{
    public string Field { get; } = field;
}
