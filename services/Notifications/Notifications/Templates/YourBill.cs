using System;
using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>
/// A month's bill stands (features.md N6). Bill runs work at night; a bill is no reason to wake anybody.
/// </summary>
internal sealed record YourBill(string Period, decimal Amount, string Currency, DateOnly DueOn)
    : Template("bill-issued", MessageClass.Reminder)
{
    public override Wording Chinese(string hotline) =>
        new(
            "账单已出",
            Amount > 0
                ? $"您{Month(Period)}的账单为{Yuan(Amount, Currency)}，缴费截止日为{Day(DueOn)}。详询{hotline}。"
                : $"您{Month(Period)}的账单已出，本月无需缴费。详询{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "Your bill is ready",
            Amount > 0
                ? $"Your bill for {MonthInEnglish(Period)} is {Sum(Amount, Currency)}, due by {DayInEnglish(DueOn)}. "
                    + $"Questions: {hotline}."
                : $"Your bill for {MonthInEnglish(Period)} is ready; there is nothing to pay. Questions: {hotline}."
        );
}
