using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Notifications.Channels;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Xunit;

namespace Notifications.Tests.Features;

/// <summary>V3, V4: what a phone sends is passed on, once; what we ask of it comes from a number of its own.</summary>
public sealed class InboundMessageTests(NotificationsFixture platform) : IClassFixture<NotificationsFixture>
{
    private static readonly DateTimeOffset At = new(2026, 12, 21, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_text_goes_from_the_phone_through_the_gateway_to_whoever_hears_it()
    {
        var phone = platform.NewPhone();

        await platform.Kannel.SendFromPhoneAsync(phone, "10690001", "是");

        var said = (await platform.Inbound.FirstAsync(message => message.From == phone)).Event;
        (said.To, said.Text, said.Version).ShouldBe(("10690001", "是", 1));
    }

    [Fact]
    public async Task A_prompt_comes_to_the_line_from_its_reply_number_and_the_answer_goes_back_there()
    {
        var (account, line) = (Guid.CreateVersion7(), platform.NewPhone());
        await platform.Neighbours.SayAsync(NotificationsFixture.Contact(account, platform.NewPhone()));

        await platform.Neighbours.SayAsync(Prompt(account, line, "10690077"));
        var text = (await platform.TextsAsync(line, 1))[0];
        await platform.Kannel.SendFromPhoneAsync(line, platform.Kannel.SendersTo(line).Single(), "是");

        text.ShouldContain("回复是确认");
        var said = (await platform.Inbound.FirstAsync(message => message.From == line)).Event;
        (said.To, said.Text).ShouldBe(("10690077", "是"));
    }

    [Fact]
    public async Task The_prompt_says_all_that_the_law_wants()
    {
        var line = platform.NewPhone();

        await platform.Neighbours.SayAsync(Prompt(Guid.CreateVersion7(), line, "10690078"));

        var text = (await platform.TextsAsync(line, 1))[0];
        foreach (
            var required in new[]
            {
                "天空",
                "每日天气",
                "¥8.00/月",
                "按月",
                "2026年12月21日起",
                "取消",
                "12月22日10:00前",
            }
        )
        {
            text.ShouldContain(required);
        }
    }

    [Fact]
    public async Task V4_the_answer_to_0000_goes_to_the_line_that_asked_and_a_reply_to_it_is_an_order()
    {
        var (account, line, other) = (Guid.CreateVersion7(), platform.NewPhone(), platform.NewPhone());
        await platform.Neighbours.SayAsync(NotificationsFixture.Contact(account, other, "en"));
        var inquiry = Guid.CreateVersion7();

        // The contact is known before, as the language follows from it.
        await Eventually.TrueAsync(
            async () =>
                await platform.Notifications.ScalarAsync<bool>(
                    $"select exists (select from contact_book where account_id = '{account}')"
                ),
            "the contact"
        );
        await platform.Neighbours.SayAsync(
            new InquiryAnswered(inquiry, 1, account, line, "无业务。", "No services.", At, "0000")
        );

        (await platform.TextsAsync(line, 1))[0].ShouldBe("No services. Questions: 10086.");
        platform.Kannel.Received(other).ShouldBeEmpty();
        platform.Kannel.SendersTo(line).Single().ShouldBe("0000", "where TD and a number are understood");
    }

    [Fact]
    public async Task The_same_call_again_says_nothing_again_also_at_once()
    {
        var (phone, id) = (platform.NewPhone(), Guid.CreateVersion7());
        using var gateway = platform.Notifications.Anonymous();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => CallAsync(gateway, $"id={id}&from={phone}&to=10690001&text=%E6%98%AF"))
        );

        answers.ShouldAllBe(status => status == HttpStatusCode.OK);
        await platform.Inbound.FirstAsync(message => message.From == phone);
        (
            await platform.Notifications.ScalarAsync<long>(
                $"select count(*) from inbound_messages where sender = '{phone}'"
            )
        ).ShouldBe(1);
        await CallAsync(gateway, $"id={Guid.CreateVersion7()}&from=end-{phone}&to=1&text=x");
        await platform.Inbound.FirstAsync(message => message.From == $"end-{phone}");
        platform.Inbound.Heard.Count(heard => heard.Event.From == phone).ShouldBe(1);
    }

    [Theory]
    [InlineData("%66%2F", "UTF-16BE", "是")] // as phones write it
    [InlineData("f%2F", "UTF-16BE", "是")] // 0x66 is a letter
    [InlineData("%E6%98%AF", "UTF-8", "是")]
    [InlineData("+T+", "GSM", " T ")] // blanks are the answer's business, not ours
    [InlineData("a%00b", "UTF-8", "ab")]
    public async Task A_text_is_read_in_its_own_charset(string text, string charset, string read)
    {
        var phone = platform.NewPhone();
        using var gateway = platform.Notifications.Anonymous();

        await CallAsync(
            gateway,
            $"id={Guid.CreateVersion7()}&from=%2B86{phone}&to=10690001&text={text}&charset={charset}"
        );

        (await platform.Inbound.FirstAsync(message => message.From == phone)).Event.Text.ShouldBe(read);
    }

    [Fact]
    public async Task Of_a_text_without_end_a_thousand_characters_are_kept()
    {
        var phone = platform.NewPhone();
        using var gateway = platform.Notifications.Anonymous();

        await CallAsync(
            gateway,
            $"id={Guid.CreateVersion7()}&from={phone}&to=1&text={new string('x', 999)}%F0%9F%98%80yy"
        );

        var text = (await platform.Inbound.FirstAsync(message => message.From == phone)).Event.Text;
        text.ShouldBe(new string('x', 999), "no character is cut in two");
    }

    [Theory]
    [InlineData("")]
    [InlineData("&signature=")]
    [InlineData("&signature=0000")]
    public async Task Without_the_gateways_signature_nothing_is_taken(string signature)
    {
        using var stranger = platform.Notifications.Anonymous();
        var phone = platform.NewPhone();

        using var answer = await stranger.GetAsync(
            new Uri($"/sms/inbound?id=1&from={phone}&to=10690001&text=%E6%98%AF{signature}", UriKind.Relative),
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (
            await platform.Notifications.ScalarAsync<long>(
                $"select count(*) from inbound_messages where sender = '{phone}'"
            )
        ).ShouldBe(0);
    }

    private static SubscriptionRequested Prompt(Guid account, string line, string replyNumber) =>
        new(
            Guid.CreateVersion7(),
            1,
            account,
            Guid.CreateVersion7(),
            line,
            Guid.CreateVersion7(),
            "每日天气",
            "Weather",
            Guid.CreateVersion7(),
            "天空",
            "Sky",
            8m,
            "CNY",
            "month",
            replyNumber,
            new DateOnly(2026, 12, 21),
            At.AddDays(1),
            At
        );

    private static async Task<HttpStatusCode> CallAsync(HttpClient gateway, string query)
    {
        var signature = InboundSignature.Of(Kannel.Secret);
        using var answer = await gateway.GetAsync(
            new Uri($"/sms/inbound?{query}&signature={signature}", UriKind.Relative),
            Ct
        );
        return answer.StatusCode;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
