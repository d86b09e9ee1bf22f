using System;
using Rules;

namespace Vas.Domain.Providers;

/// <summary>
/// A value-added service in the catalogue (features.md V2): one person proposes it with all its terms, another lets it go
/// live, and its terms never change after that; another price is another service.
/// </summary>
public sealed class VasService
{
    private VasService() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public Guid ProviderId { get; private set; }
    public string Code { get; private set; } = "";
    public string AccessCode { get; private set; } = "";
    public string NameZh { get; private set; } = "";
    public string NameEn { get; private set; } = "";
    public decimal Price { get; private set; }
    public string Currency { get; private set; } = "";
    public ServicePeriod Period { get; private set; }

    /// <summary>Free days at the start. When they are over it ends; the customer asks for the paid one and confirms it.</summary>
    public int TrialDays { get; private set; }
    public VasServiceStatus Status { get; private set; }

    /// <summary>The token's subject.</summary>
    public string ProposedBy { get; private set; } = "";
    public DateTimeOffset ProposedAt { get; private set; }
    public string? ApprovedBy { get; private set; }
    public DateTimeOffset? ApprovedAt { get; private set; }
    public string? WithdrawnBy { get; private set; }
    public DateTimeOffset? WithdrawnAt { get; private set; }
    public string? WithdrawnFor { get; private set; }

    /// <exception cref="RuleViolation">
    /// <c>service.no-price</c>; <c>service.trial-turns-paid</c>: forbidden (policies.md, <c>vas.trial_autoconvert</c>);
    /// <c>money.too-fine</c>; <c>provider.not-active</c>; <c>provider.sales-suspended</c>.
    /// </exception>
    public static VasService Propose(Guid id, Provider provider, ServiceOffer offer, string by, DateTimeOffset now)
    {
        if (offer.Price <= 0)
        {
            throw new RuleViolation("service.no-price", "What costs nothing needs no settlement; a price is expected.");
        }

        if (offer.TrialTurnsPaid)
        {
            throw new RuleViolation(
                "service.trial-turns-paid",
                "A trial ends by itself; only the customer's own confirmation makes a paid service of it."
            );
        }

        var price = new Money(offer.Price, provider.Currency);
        return new()
        {
            Id = id,
            Version = 1,
            ProviderId = provider.Id,
            Code = provider.NextServiceCode(now),
            AccessCode = offer.AccessCode,
            NameZh = offer.NameZh,
            NameEn = offer.NameEn,
            Price = price.Amount,
            Currency = price.Currency,
            Period = offer.Period,
            TrialDays = offer.TrialDays,
            ProposedBy = by,
            ProposedAt = now,
        };
    }

    /// <summary>A second person lets it go live.</summary>
    /// <exception cref="RuleViolation">
    /// <c>service.illegal-move</c>, <c>service.same-person</c>, <c>provider.not-active</c>,
    /// <c>provider.sales-suspended</c>.
    /// </exception>
    public void Approve(Provider provider, string by, DateTimeOffset now)
    {
        var live = VasServiceLifeCycle.Next(Status, VasServiceAction.Approve);
        if (by == ProposedBy)
        {
            throw new RuleViolation("service.same-person", "Who proposed a service cannot approve it.");
        }

        provider.Offer(now);
        (Status, ApprovedBy, ApprovedAt) = (live, by, now);
        Version++;
    }

    /// <summary>It is turned down, taken back or no longer offered; who has it keeps it.</summary>
    /// <exception cref="RuleViolation"><c>service.illegal-move</c>.</exception>
    public void Withdraw(string reason, string by, DateTimeOffset now)
    {
        Status = VasServiceLifeCycle.Next(Status, VasServiceAction.Withdraw);
        (WithdrawnBy, WithdrawnAt, WithdrawnFor) = (by, now, reason);
        Version++;
    }
}
