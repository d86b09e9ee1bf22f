using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Notifications.Templates;
using Shouldly;
using Testing;
using Xunit;

namespace Notifications.Tests.Templates;

/// <summary>
/// N1: every text that a customer can get, in both languages, in one file to read through. Whoever changes a wording sees
/// it in the diff and accepts it with <c>ACCEPT=1</c>.
/// </summary>
public sealed class TextsTests
{
    private const string Hotline = "10086";
    private const string Case = "C-20261121-000042";
    private const string Bill = "B-2026-00000001";
    private const string Phone = "13800000001";

    private static readonly DateOnly On = new(2026, 12, 21);
    private static readonly string Long = new('字', 200);
    private static readonly DateTime Until = new(2026, 12, 21, 10, 30, 0);
    private static readonly DateOnly Before = new(2026, 12, 18);

    private static readonly Template[] Samples =
    [
        new CaseAcknowledged(Case, "complaint"),
        new CaseAcknowledged(Case, "fault"),
        new CaseAnswered(Case, "已更换光猫。", NeedsCallback: true),
        new CaseAnswered(Case, Answer: null, NeedsCallback: false),
        new CaseAnswered(Case, new string('字', 500), NeedsCallback: true),
        new CaseGoesOn(Case),
        new CaseEnded(Case, "closed"),
        new CaseEnded(Case, "rejected"),
        new CaseEnded(Case, "cancelled"),
        new YourBill("2026-11", 88.5m, "CNY", On),
        new YourBill("2026-11", 0m, "CNY", On),
        new PaymentConfirmed(88.5m, 0m, "CNY", On),
        new PaymentConfirmed(100m, 11.5m, "CNY", On),
        new ArrearsReminder(Bill, 88.5m, "CNY", On, -3, IsLast: false, Before),
        new ArrearsReminder(Bill, 88.5m, "CNY", On, 0, IsLast: false, On),
        new ArrearsReminder(Bill, 88.5m, "CNY", On, 7, IsLast: false, On.AddDays(7)),
        new ArrearsReminder(Bill, 88.5m, "CNY", On, 25, IsLast: true, On.AddDays(25)),
        new LineBarred(Phone, "mobile", 88.5m, "CNY"),
        new LineBarred("BB-00000001", "broadband", 88.5m, "CNY"),
        new LineBack(Phone, "mobile"),
        new LineEnded(Phone, "fixed", On),
        new RestoreApology(Phone),
        new AllowanceUsed(Phone, "data", 8192m, 10240m, "MB", 80, "2026-11"),
        new AllowanceUsed(Phone, "voice", 500m, 500m, "min", 100, "2026-11"),
        new BillShockWarning("2026-11", 512m, 80m, "CNY"),
        new PlanInForce(Phone, "畅享套餐", "Enjoy 59", 59m, "CNY", On),
        new PlanInForce(Phone, new string('字', 200), new string('n', 200), 59m, "CNY", On),
        new CompensationCredited(Case, 50m, "CNY", "宽带中断三天"),
        new CompensationCredited(CaseNumber: null, 50m, "CNY", new string('字', 500)),
        new CompensationTakenBack(50m, "CNY", "The finding did not uphold the case."),
        new CompensationTakenBack(50m, "CNY", new string('字', 500)),
        new PointsCredited(80, 1280, Bill, On),
        new PointsSpent(500, 780, "voucher"),
        new PointsSpent(500, 780, new string('字', 200)),
        new PointsRunningOut(120, On, 30),
        new NewTier("none", "silver", On),
        new NewTier("gold", "none", On),
        new TierFalling("gold", "none", On),
        new SubscriptionPrompt("天空信息", "Sky Ltd", "每日天气", "Weather", Phone, 8m, "CNY", "month", On, Until),
        new SubscriptionPrompt("天空信息", "Sky Ltd", "铃声", "Ring tone", Phone, 2m, "CNY", "once", On, Until),
        new SubscriptionPrompt(Long, Long, Long, Long, Phone, 8888.88m, "CNY", "month", On, Until),
        new SubscriptionPrompt("天空信息", "Sky Ltd", "每日天气", "Weather", Phone, 8m, "CNY", "month", On, Until, 7),
        new SubscriptionPrompt(Long, Long, Long, Long, Phone, 8888.88m, "CNY", "month", On, Until, 365),
        new SubscriptionStarted("天空信息", "Sky Ltd", "每日天气", "Weather", Phone, 8m, "CNY", "month"),
        new SubscriptionStarted(Long, Long, Long, Long, Phone, 8888.88m, "CNY", "month"),
        new SubscriptionStarted("天空信息", "Sky Ltd", "每日天气", "Weather", Phone, 8m, "CNY", "month", On),
        new SubscriptionNotMade("每日天气", "Weather", Phone),
        new SubscriptionStopped("每日天气", "Weather", Phone, "keyword"),
        new SubscriptionStopped("每日天气", "Weather", Phone, "providerExit"),
        new SubscriptionStopped("每日天气", "Weather", Phone, "inactivity"),
        new SubscriptionStopped(Long, Long, Phone, "lineTerminated"),
        new SubscriptionStopped("每日天气", "Weather", Phone, "trialOver"),
        new SubscriptionRenewal("每日天气", "Weather", Phone, 8m, "CNY", On),
        new ServiceChargeTold("天空信息", "Sky Ltd", "每日天气", "Weather", Phone, 8m, "CNY"),
        new ServiceChargeTold(Long, Long, Long, Long, Phone, 8888.88m, "CNY"),
        new ChargeGivenBack("每日天气", "Weather", Phone, 8m, 0m, "CNY", "重复收费。"),
        new ChargeGivenBack("每日天气", "Weather", Phone, 8m, 492m, "CNY", "未经本人确认"),
        new ChargeGivenBack(Long, Long, Phone, 8888.88m, 17777.76m, "CNY", new string('字', 500)),
        new ServicesListed(
            "您订购了：1 每日天气 ¥8.00/月。停止发TD 1，全部停止发TD 0。",
            "You have: 1 Weather CNY 8.00 a month. Stop: TD 1, all: TD 0."
        ),
        new ServicesListed(new string('字', 2000), new string('n', 2000)),
    ];

    public static TheoryData<int> EverySample() => [.. Enumerable.Range(0, Samples.Length)];

    [Fact]
    public void N1_every_text_is_as_it_was_approved()
    {
        var file = Repository.File("tests", "Notifications.Tests", "Templates", "texts.txt");
        var texts = string.Concat(Samples.Select(Rendered));
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
        {
            File.WriteAllText(file, texts);
        }

        texts.ShouldBe(File.Exists(file) ? File.ReadAllText(file) : "(no such file)");
    }

    [Fact]
    public void N1_every_template_is_among_them() =>
        typeof(Template)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Template)))
            .Except(Samples.Select(sample => sample.GetType()))
            .ShouldBeEmpty();

    [Fact]
    public void N4_no_two_templates_share_a_purpose() =>
        Samples.GroupBy(sample => sample.GetType()).Select(kind => kind.First().Purpose).ShouldBeUnique();

    [Theory]
    [MemberData(nameof(EverySample))]
    public void N6_a_text_message_takes_three_parts_at_most_whatever_people_write(int sample)
    {
        foreach (var wording in Both(Samples[sample]))
        {
            Parts(wording.Sms).ShouldBeLessThanOrEqualTo(Samples[sample] is ServicesListed ? 10 : 3, wording.Sms);
            wording.Title.Length.ShouldBeInRange(3, 40);
        }
    }

    [Theory]
    [MemberData(nameof(EverySample))]
    public void N6_a_text_says_whom_to_ask_unless_it_gives_a_number_to_ask_by(int sample)
    {
        foreach (var wording in Both(Samples[sample]).Where(_ => Samples[sample] is not CaseAcknowledged))
        {
            wording.Sms.ShouldContain(Hotline);
        }
    }

    [Fact]
    public void N1_words_that_are_cut_short_keep_each_character_whole()
    {
        var answer = string.Concat(Enumerable.Repeat("😀", 100));

        var sms = new CaseAnswered(Case, $"x{answer}", NeedsCallback: false).Chinese(Hotline).Sms;

        new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)
            .GetBytes(sms)
            .ShouldNotBeEmpty();
    }

    private static string Rendered(Template template)
    {
        var text = new StringBuilder($"{template.Purpose} v{template.Version} ({template.Class})\n");
        foreach (var wording in Both(template))
        {
            text.Append($"  [{wording.Title}] {wording.Sms} ({wording.Sms.Length}: {Parts(wording.Sms)})\n");
        }

        return text.ToString();
    }

    private static IEnumerable<Wording> Both(Template template) =>
        [template.Chinese(Hotline), template.English(Hotline)];

    // UCS-2: 70 characters alone, 67 where a header binds parts together.
    private static int Parts(string sms) => sms.Length <= 70 ? 1 : (sms.Length + 66) / 67;
}
