using System;
using Rules;
using Vas.Domain.Providers;

namespace Vas.Domain.Subscriptions;

/// <summary>A service of the catalogue as subscriptions need it: what it is called, what it costs, whether it is sold.</summary>
/// <param name="Status">Only what is <c>Live</c> is sold.</param>
/// <param name="Period"><c>Once</c> or <c>Month</c>.</param>
/// <param name="ProviderStatus">Only an <c>Active</c> one sells.</param>
/// <param name="SalesSuspended">By a sanction (features.md V9).</param>
/// <param name="TrialDays">Free days at the start, after which it ends; 0 for none.</param>
public sealed record OfferedService(
    Guid ServiceId,
    Guid ProviderId,
    string NameZh,
    string NameEn,
    string ProviderNameZh,
    string ProviderNameEn,
    decimal Price,
    string Currency,
    string Period,
    string Status,
    string ProviderNumber,
    string ProviderStatus,
    bool SalesSuspended,
    int TrialDays = 0
)
{
    /// <summary>For a line that had its free days, and as if there were none.</summary>
    public OfferedService AfterTrial() => this with { TrialDays = 0 };

    public bool IsSold => Refusal is null;

    /// <exception cref="RuleViolation">
    /// <c>provider.sales-suspended</c>, <c>provider.not-active</c>, <c>service.not-live</c>.
    /// </exception>
    public void RequireSold()
    {
        if (Refusal is { } no)
        {
            throw no;
        }
    }

    /// <summary>Who left charges nobody any more, also before each of its subscriptions is ended.</summary>
    /// <exception cref="RuleViolation"><c>charge.provider-exited</c>.</exception>
    public void RequireProviderStays()
    {
        if (ProviderStatus == "Exited")
        {
            throw new RuleViolation("charge.provider-exited", "Who left charges nobody any more.");
        }
    }

    private RuleViolation? Refusal =>
        Provider.WhyNotSelling(Enum.Parse<ProviderStatus>(ProviderStatus), SalesSuspended, ProviderNumber) is { } no
            ? no
        : Status != "Live" ? new RuleViolation("service.not-live", "The service is not offered.")
        : null;
}

/// <summary>A line as Billing knows it.</summary>
/// <param name="ServiceNumber">The number that the prompt goes to and the answer has to come from.</param>
/// <param name="Kind">mobile, fixed, broadband or water.</param>
public sealed record SubscriberLine(Guid AccountId, Guid LineId, string ServiceNumber, string Kind);
