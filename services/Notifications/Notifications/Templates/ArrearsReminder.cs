using System;
using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>
/// Something is open (features.md B10, N6). It says as of which day: over night a part may be paid. Once the bill is paid
/// it is wrong and not sent any more. The last one before a suspension is owed to everybody, however many others the day
/// brought and whatever he switched off.
/// </summary>
internal sealed record ArrearsReminder(
    string BillNumber,
    decimal AmountOpen,
    string Currency,
    DateOnly DueOn,
    int DaysFromDue,
    bool IsLast,
    DateOnly AsOf
) : Template(Name, IsLast ? MessageClass.LastNotice : MessageClass.Reminder)
{
    /// <summary>By it a held reminder is recognised when its bill is settled.</summary>
    public const string Name = "arrears-reminder";

    public override Wording Chinese(string hotline) =>
        new(
            IsLast ? "停机前最后提醒" : "缴费提醒",
            $"截至{Day(AsOf)}，您的账单{BillNumber}尚有{Yuan(AmountOpen, Currency)}未缴，"
                + $"缴费截止日为{Day(DueOn)}{(DaysFromDue > 0 ? "，已逾期" : "")}。"
                + (IsLast ? "如仍不缴清，将暂停服务。" : "")
                + $"如已缴费请忽略。详询{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            IsLast ? "Last notice before suspension" : "Payment reminder",
            $"{Sum(AmountOpen, Currency)} of bill {BillNumber} was open on {DayInEnglish(AsOf)}, "
                + (DaysFromDue <= 0 ? "due by" : "overdue since")
                + $" {DayInEnglish(DueOn)}. "
                + (IsLast ? "Unpaid, your service will be suspended. " : "")
                + $"Ignore this if you have paid. Questions: {hotline}."
        );
}
