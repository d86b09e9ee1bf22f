using System;
using System.Collections.Generic;
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
                        $"{row.Number}. {row.Service.NameZh}（{row.Service.ProviderNameZh}）{row.it.Price:0.00}元{PerZh(row.it)}"
                    )
                )
                + "。回复 TD 加编号退订，回复 TD 0 退订全部。",
            en
                + "Your value-added services: "
                + string.Join(
                    "; ",
                    list.Select(row =>
                        $"{row.Number}. {row.Service.NameEn} ({row.Service.ProviderNameEn}) {row.it.Price:0.00} {row.it.Currency}{PerEn(row.it)}"
                    )
                )
                + ". Reply TD and a number to stop one, TD 0 to stop all."
        );
    }

    private static string PerZh(Subscription it) => it.Period == SubscriptionPeriod.Month ? "/月" : "/次";

    private static string PerEn(Subscription it) => it.Period == SubscriptionPeriod.Month ? " a month" : " once";
}
