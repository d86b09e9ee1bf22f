using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Vas.Domain.Providers;

namespace Vas.Data.Seeds;

/// <summary>
/// 20 invented providers with three live services each, whose ids, numbers and terms are the same at every first start, so
/// that demos, tests and other areas' seeds can name them (features.md V1, V2).
/// </summary>
internal static class SeededProviders
{
    /// <summary>They came in half a year before the first start.</summary>
    private const int MonthsAgo = 6;
    private const string First = "seed-1";
    private const string Second = "seed-2";

    private static readonly (string Zh, string En)[] Names =
    [
        ("星河互动科技", "Starriver Interactive"),
        ("云帆数字传媒", "Cloudsail Digital Media"),
        ("麦田音乐网络", "Wheatfield Music Network"),
        ("青鸟资讯服务", "Bluebird Information"),
        ("天元游戏科技", "Tianyuan Games"),
        ("九州阅读文化", "Jiuzhou Reading"),
        ("中原气象服务", "Zhongyuan Weather Service"),
        ("合众体育传播", "Hezhong Sports Media"),
        ("博雅在线教育", "Boya Online Education"),
        ("康宁健康咨询", "Kangning Health Advice"),
        ("华彩彩铃科技", "Huacai Ringback Tones"),
        ("金桥财经资讯", "Goldenbridge Finance News"),
        ("亲子时光网络", "Family Time Network"),
        ("绿洲旅行服务", "Oasis Travel Service"),
        ("极光视频科技", "Aurora Video"),
        ("千寻交友网络", "Qianxun Friends Network"),
        ("安心通信助手", "Anxin Communication Assistant"),
        ("丰收农业信息", "Harvest Farming Information"),
        ("梨园戏曲传媒", "Liyuan Opera Media"),
        ("汇通便民服务", "Huitong Citizen Services"),
    ];

    /// <summary>What each of them offers: a subscription, a richer one with a trial, and something for once.</summary>
    private static readonly (string Zh, string En, ServicePeriod Period, int TrialDays)[] Offers =
    [
        ("标准包月", "Standard monthly", ServicePeriod.Month, 0),
        ("尊享包月", "Premium monthly", ServicePeriod.Month, 7),
        ("单次点播", "Single order", ServicePeriod.Once, 0),
    ];

    /// <summary>How many there are.</summary>
    public static int Count => Names.Length;

    /// <summary>The n-th provider's id, n from 1.</summary>
    public static Guid ProviderId(int n) => Id("0190c000", n);

    /// <summary>The k-th service of the n-th provider, k from 1 to 3.</summary>
    public static Guid ServiceId(int n, int k) => Id("0190c001", (n * 100) + k);

    /// <summary>What it costs: 5, 12 and 2 yuan of the first, and from 1 to 20 across them.</summary>
    public static decimal Price(int n, int k) =>
        k switch
        {
            1 => 3 + (n * 2 % 7),
            2 => 10 + (n * 2 % 11),
            _ => 1 + (n % 5),
        };

    /// <summary>Does nothing when there is any provider already.</summary>
    public static async Task SeedAsync(VasDb db, ScoreTerms terms, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Providers.AnyAsync(ct))
        {
            return;
        }

        await using var all = await db.Database.BeginTransactionAsync(ct);
        var at = now.AddMonths(-MonthsAgo);
        for (var n = 1; n <= Count; n++)
        {
            var provider = NewProvider(n, terms, at);
            db.Providers.Add(provider);
            db.Services.AddRange(ServicesOf(provider, n, at));
        }

        await db.SaveChangesAsync(ct);
        await db.Database.ExecuteSqlAsync($"select setval('provider_number', {Count})", ct);
        await all.CommitAsync(ct);
    }

    private static Provider NewProvider(int n, ScoreTerms terms, DateTimeOffset at)
    {
        var (zh, en) = Names[n - 1];
        var provider = Provider.Apply(
            ProviderId(n),
            $"SP-{n:0000}",
            new(zh, en, $"B2-{20_200_000 + n}", $"HT-2024-{n:000}", $"4006{600_000 + n}"),
            [new("complaints", "客服负责人", $"1380371{n:0000}", $"care@sp{n}.example.com")],
            terms,
            First,
            at
        );
        provider.Approve(isBlacklisted: false, Second, at);
        return provider;
    }

    private static IEnumerable<VasService> ServicesOf(Provider provider, int n, DateTimeOffset at)
    {
        for (var k = 1; k <= Offers.Length; k++)
        {
            var (zh, en, period, trialDays) = Offers[k - 1];
            var service = VasService.Propose(
                ServiceId(n, k),
                provider,
                new(
                    $"{provider.NameZh[..4]}{zh}",
                    $"{provider.NameEn} {en}",
                    $"1066{n:0000}{k}",
                    Price(n, k),
                    period,
                    trialDays
                ),
                First,
                at
            );
            service.Approve(provider, Second, at);
            yield return service;
        }
    }

    private static Guid Id(string prefix, int n) => Guid.ParseExact($"{prefix}-0000-7000-8000-{n:x12}", "D");
}
