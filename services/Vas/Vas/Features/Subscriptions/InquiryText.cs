using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>What the answer to 0000 says, and how to go on from it (features.md V4).</summary>
internal static class InquiryText
{
    public static (string Zh, string En) Of(
        IReadOnlyList<Subscription> running,
        IReadOnlyList<Subscription> ended,
        IReadOnlyDictionary<Guid, OfferedService> offered
    )
    {
        var (zh, en) = ("", "");
        if (ended.Count > 0)
        {
            zh = $"已退订：{string.Join("、", ended.Select(it => offered[it.ServiceId].NameZh))}，不再收费。";
            en = $"Stopped, no more charges: {string.Join(", ", ended.Select(it => offered[it.ServiceId].NameEn))}. ";
        }

        if (running.Count == 0)
        {
            return ($"{zh}您当前没有订购增值业务。", $"{en}You have no value-added services.");
        }

        var list = running.Select((it, i) => (Number: i + 1, it, Service: offered[it.ServiceId])).ToList();
        return (
            zh
                + "您订购的增值业务："
                + string.Join(
                    "；",
                    list.Select(row =>
                        $"{row.Number}. {row.Service.NameZh}（{row.Service.ProviderNameZh}）{FeeZh(row.it)}"
                    )
                )
                + "。回复 TD 加编号退订，回复 TD 0 退订全部。",
            en
                + "Your value-added services: "
                + string.Join(
                    "; ",
                    list.Select(row =>
                        $"{row.Number}. {row.Service.NameEn} ({row.Service.ProviderNameEn}) {FeeEn(row.it)}"
                    )
                )
                + ". Reply TD and a number to stop one, TD 0 to stop all."
        );
    }

    private static string FeeZh(Subscription it) =>
        it.TrialEndsOn is { } end
            ? string.Create(CultureInfo.InvariantCulture, $"免费试用，{end:M月d日}自动终止")
            : $"{it.Price:0.00}元{(it.Period == SubscriptionPeriod.Month ? "/月" : "/次")}";

    private static string FeeEn(Subscription it) =>
        it.TrialEndsOn is { } end
            ? string.Create(CultureInfo.InvariantCulture, $"free, ends by itself on {end:d MMM}")
            : $"{it.Price:0.00} {it.Currency}{(it.Period == SubscriptionPeriod.Month ? " a month" : " once")}";
}
