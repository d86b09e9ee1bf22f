using System;

namespace Rules;

/// <summary>
/// A domain says no. The answer is 409 with <see cref="Code"/>; nothing was changed.
/// </summary>
/// <param name="code">Stable, lower-case, dotted: <c>complaint.illegal-move</c>. Clients and tests rely on it.</param>
/// <param name="message">One English sentence that says which rule and why, without personal data.</param>
public sealed class RuleViolation(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
