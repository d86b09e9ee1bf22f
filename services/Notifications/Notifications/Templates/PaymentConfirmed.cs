using System;
using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>Money came in: one message per payment, whatever bills it settled (features.md N6).</summary>
internal sealed record PaymentConfirmed(decimal Amount, decimal LeftAsBalance, string Currency, DateOnly PaidOn)
    : Template("payment-confirmed", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline) =>
        new(
            "缴费成功",
            $"您于{Day(PaidOn)}缴费{Yuan(Amount, Currency)}，已到账。"
                + (LeftAsBalance > 0 ? $"其中{Yuan(LeftAsBalance, Currency)}计入账户余额。" : "")
                + $"详询{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "Payment received",
            $"We received your payment of {Sum(Amount, Currency)} on {DayInEnglish(PaidOn)}. "
                + (LeftAsBalance > 0 ? $"{Sum(LeftAsBalance, Currency)} of it stays as your balance. " : "")
                + $"Questions: {hotline}."
        );
}
