using System;
using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>Business done: a line is on another plan (features.md B3, N6).</summary>
internal sealed record PlanInForce(
    string ServiceNumber,
    string NameZh,
    string NameEn,
    decimal MonthlyFee,
    string Currency,
    DateOnly StartsOn
) : Template("plan-changed", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline) =>
        new(
            "业务办理成功",
            $"号码{ServiceNumber}已办理“{Short(NameZh, 30)}”，{Day(StartsOn)}起生效，"
                + $"月费{Yuan(MonthlyFee, Currency)}。如非本人办理请致电{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "Your plan is changed",
            $"{ServiceNumber} is on {Short(NameEn, 40)} from {DayInEnglish(StartsOn)}, "
                + $"{Sum(MonthlyFee, Currency)} a month. Not ordered by you? Call {hotline}."
        );
}
