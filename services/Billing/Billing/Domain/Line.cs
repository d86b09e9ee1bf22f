using System;

namespace Billing.Domain;

/// <summary>One service at one place: a number that is dialled or a meter that is read.</summary>
public sealed class Line
{
    private Line() { }

    public Guid Id { get; private set; }
    public string ServiceNumber { get; private set; } = "";
    public LineKind Kind { get; private set; }

    public static Line Of(Guid id, string serviceNumber, LineKind kind) =>
        new()
        {
            Id = id,
            ServiceNumber = serviceNumber,
            Kind = kind,
        };
}

public enum LineKind
{
    Mobile,
    Fixed,
    Broadband,
    Water,
}
