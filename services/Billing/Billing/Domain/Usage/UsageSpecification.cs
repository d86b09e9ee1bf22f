using System;
using Billing.Domain.Tariffs;

namespace Billing.Domain.Usage;

/// <summary>What can be used, and in which unit (TMF635).</summary>
public sealed class UsageSpecification
{
    /// <summary>The same everywhere; the migration writes them.</summary>
    public Guid Id { get; init; }
    public UsageKind Kind { get; init; }
    public string Name { get; init; } = "";
    public string Description { get; init; } = "";
    public string Unit { get; init; } = "";

    public static Guid IdOf(UsageKind kind) => Guid.ParseExact($"0190f000-0000-7000-8000-{(int)kind + 1:x12}", "D");
}
