using System;

namespace ApiConventions.Errors;

/// <summary>The request itself conflicts with another one, whatever the domain says: 409 with a stable code.</summary>
internal sealed class Conflict(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
