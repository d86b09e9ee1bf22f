using System;
using Billing.Domain.Bills;
using Rules;

namespace Billing.Domain.Charges;

/// <summary>
/// What a provider charges a customer for a service of his (features.md V5). Whether he may is decided where consents
/// are kept; here it is posted once for ever, billed once, and taken off again when it was wrong.
/// </summary>
public sealed class ThirdPartyCharge
{
    /// <summary>The most that one charge takes; in the operator's currency.</summary>
    public const decimal Most = 1_000_000;

    /// <summary>The most that a customer gets beyond a charge: its tenfold, as no policy goes further.</summary>
    public const decimal MostExtra = 10 * Most;

    private ThirdPartyCharge() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }
    public string BusinessKey { get; private set; } = "";
    public Guid AccountId { get; private set; }
    public Guid LineId { get; private set; }
    public Guid ProviderId { get; private set; }
    public string ProviderNameZh { get; private set; } = "";
    public string ProviderNameEn { get; private set; } = "";
    public Guid ServiceId { get; private set; }
    public string ServiceNameZh { get; private set; } = "";
    public string ServiceNameEn { get; private set; } = "";
    public decimal Amount { get; private set; }
    public string Currency { get; private set; } = "";
    public DateTimeOffset OccurredAt { get; private set; }

    /// <summary>yyyy-MM by local dates: the first month on whose bill it may be.</summary>
    public string Period { get; private set; } = "";
    public ChargeStatus Status { get; private set; }
    public DateTimeOffset PostedAt { get; private set; }

    /// <summary>Its entry in the books.</summary>
    public Guid EntryId { get; private set; }

    /// <summary>The standing bill it is on, as the bill run says; null while none has it.</summary>
    public Guid? BillId { get; private set; }
    public DateTimeOffset? ReversedAt { get; private set; }

    /// <summary>As told to the customer.</summary>
    public string? ReversedFor { get; private set; }
    public Guid? ReversalEntryId { get; private set; }

    /// <summary>What the customer got beyond it when it was reversed (features.md V15).</summary>
    public decimal Extra { get; private set; }

    public static ThirdPartyCharge Post(ChargeOrder order, BillingMonth month, Guid entryId, DateTimeOffset now) =>
        new()
        {
            Id = order.ChargeId,
            Version = 1,
            BusinessKey = order.BusinessKey,
            AccountId = order.AccountId,
            LineId = order.LineId,
            ProviderId = order.Provider.Id,
            ProviderNameZh = order.Provider.NameZh,
            ProviderNameEn = order.Provider.NameEn,
            ServiceId = order.Service.Id,
            ServiceNameZh = order.Service.NameZh,
            ServiceNameEn = order.Service.NameEn,
            Amount = order.Amount,
            Currency = order.Currency,
            OccurredAt = order.OccurredAt,
            Period = month.ToString(),
            Status = ChargeStatus.Posted,
            PostedAt = now,
            EntryId = entryId,
        };

    /// <summary>Nothing happens when the same is posted again; names may have changed since.</summary>
    /// <exception cref="RuleViolation"><c>charge.key-reused</c>: the key stands for other facts.</exception>
    public void RequireSame(ChargeOrder order)
    {
        var posted = (Id, AccountId, LineId, ProviderId, ServiceId, Amount, Currency, OccurredAt);
        var asked = (
            order.ChargeId,
            order.AccountId,
            order.LineId,
            order.Provider.Id,
            order.Service.Id,
            order.Amount,
            order.Currency,
            order.OccurredAt
        );
        if (posted != asked)
        {
            throw new RuleViolation("charge.key-reused", "The key stands for a charge of other facts.");
        }
    }

    /// <summary>Of what was given back nobody is paid once more (features.md V15).</summary>
    /// <exception cref="RuleViolation"><c>compensation.charge-reversed</c>.</exception>
    public void RequireCompensable()
    {
        if (Status == ChargeStatus.Reversed)
        {
            throw new RuleViolation(
                "compensation.charge-reversed",
                "The charge was given back to the customer already."
            );
        }
    }

    /// <param name="isCompensated">Whether the customer was paid for a case about it, or shall be.</param>
    /// <exception cref="RuleViolation"><c>charge.compensated</c>.</exception>
    public void RequireReversible(bool isCompensated)
    {
        if (isCompensated)
        {
            throw new RuleViolation("charge.compensated", "The customer was paid for a case about it.");
        }
    }

    /// <summary>It was wrong; of a reversed one nothing is left, so nobody reverses it again.</summary>
    /// <param name="extra">What the customer gets beyond it.</param>
    /// <param name="entryId">What took it off in the books.</param>
    /// <exception cref="RuleViolation"><c>charge.already-reversed</c>.</exception>
    public void Reverse(string reason, decimal extra, Guid entryId, DateTimeOffset now)
    {
        if (Status == ChargeStatus.Reversed)
        {
            throw new RuleViolation("charge.already-reversed", "The charge was reversed already.");
        }

        (Status, ReversedFor, ReversalEntryId, ReversedAt) = (ChargeStatus.Reversed, reason, entryId, now);
        Extra = extra;
        Version++;
    }
}

public enum ChargeStatus
{
    Posted,
    Reversed,
}

/// <summary>What is to be charged, to whom and for what.</summary>
/// <param name="OccurredAt">When the customer used it, UTC, in whole microseconds.</param>
public sealed record ChargeOrder(
    Guid ChargeId,
    string BusinessKey,
    Guid AccountId,
    Guid LineId,
    NamedParty Provider,
    NamedParty Service,
    decimal Amount,
    string Currency,
    DateTimeOffset OccurredAt
);

/// <summary>A provider or a service of his, as bills name it.</summary>
public sealed record NamedParty(Guid Id, string NameZh, string NameEn);
