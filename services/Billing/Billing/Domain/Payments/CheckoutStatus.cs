using static Billing.Domain.Payments.CheckoutNews;
using static Billing.Domain.Payments.CheckoutStatus;

namespace Billing.Domain.Payments;

public enum CheckoutStatus
{
    Open,

    /// <summary>An attempt to pay failed; the customer may try again on the same page.</summary>
    Failed,
    Paid,
}

/// <summary>What the payment provider tells of a checkout.</summary>
public enum CheckoutNews
{
    AttemptFailed,
    MoneyCame,
}

/// <summary>
/// The provider's news come twice, late and in any order, so none is refused: money that came is the last word, a
/// failure that is told after it was before it.
/// </summary>
public static class CheckoutLifeCycle
{
    // csharpier-ignore
    public static CheckoutStatus Next(CheckoutStatus from, CheckoutNews by) => (from, by) switch
    {
        (Open or Failed, AttemptFailed) => Failed,
        (Paid, AttemptFailed)           => Paid,
        (_, MoneyCame)                  => Paid,
        _                               => from,
    };
}
