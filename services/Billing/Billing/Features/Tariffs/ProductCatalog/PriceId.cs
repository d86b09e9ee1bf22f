using System;
using System.Linq;
using ApiConventions;
using Billing.Domain.Tariffs;

namespace Billing.Features.Tariffs.ProductCatalog;

/// <summary>
/// A price has no row of its own: it is a part of an offering's, and its id says which,
/// <c>{offering's id}.{monthlyFee|oneOffFee|voice|sms|data}</c>.
/// </summary>
internal sealed record PriceId(Guid OfferingId, string Part)
{
    private const string MonthlyFee = "monthlyFee";
    private const string OneOffFee = "oneOffFee";

    public static PriceId? Read(string id) =>
        id.Split('.') is [var offering, var part] && Ids.TryRead(offering, out var key) ? new(key, part) : null;

    public bool IsMonthlyFee => Part == MonthlyFee;

    public bool IsOneOffFee => Part == OneOffFee;

    /// <summary>The kind of usage it is for; null for a fee.</summary>
    public UsagePrice? UsageOf(PricePlan price) => price.Usage.FirstOrDefault(usage => usage.Kind.ToWord() == Part);

    public override string ToString() => $"{OfferingId}.{Part}";
}
