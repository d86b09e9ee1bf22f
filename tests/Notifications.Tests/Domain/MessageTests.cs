using System;
using Notifications.Domain;
using Notifications.Templates;
using Rules;
using Shouldly;
using Xunit;

namespace Notifications.Tests.Domain;

public sealed class MessageTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_message_has_one_receiver_and_one_text()
    {
        var message = Addressed();

        Should
            .Throw<RuleViolation>(() => message.AddressTo("13800000002", "zh", "另一个"))
            .Code.ShouldBe("message.already-addressed");

        message.Receiver.ShouldBe("13800000001");
    }

    [Fact]
    public void N5_a_gateway_that_is_away_is_tried_after_pauses_that_double_up_to_a_minute()
    {
        var message = Addressed();
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            message.ClaimForSending(Now);
            message.PutBack("away", Now);
            message.DueAt.ShouldBe(Now.AddSeconds(seconds));
        }

        message.Attempts.ShouldBe(8);
    }

    [Fact]
    public void N5_a_receipt_counts_once_and_the_first_final_one_stands()
    {
        var message = Addressed();
        message.ClaimForSending(Now);
        message.Accept(Now);

        message.ConfirmDelivery(Now).ShouldBeTrue();
        message.ConfirmDelivery(Now).ShouldBeFalse();
        message.ConfirmFailure("late").ShouldBeFalse();

        message.Status.ShouldBe(MessageStatus.Delivered);
    }

    [Fact]
    public void A_contact_book_ignores_an_older_state_that_arrives_late()
    {
        var entry = ContactBookEntry.For(Guid.CreateVersion7());

        entry.Become(2, "13800000002", email: null, "en");
        entry.Become(1, "13800000001", email: null, "zh");

        entry.PhoneNumber.ShouldBe("13800000002");
        entry.Language.ShouldBe("en");
        entry.Version.ShouldBe(2);
    }

    [Theory]
    [InlineData("zh", "complaint", "您的投诉已受理\uff0c受理编号\uff1aC-20261121-000042。您可凭编号查询处理进度。")]
    [InlineData("zh", "fault", "您的故障申告已受理\uff0c受理编号\uff1aC-20261121-000042。您可凭编号查询处理进度。")]
    [InlineData(
        "en",
        "complaint",
        "Your complaint has been received. Case number: C-20261121-000042. Please quote it to ask how it stands."
    )]
    public void N1_the_acknowledgement_speaks_the_customers_language(string language, string type, string text) =>
        CaseAcknowledged.Render(new CaseAcknowledged("C-20261121-000042", type).ToJson(), language).ShouldBe(text);

    private static Message Addressed()
    {
        var message = Message.About(
            new NewMessage("key", CaseAcknowledged.Purpose, Guid.CreateVersion7(), null, null, "{}"),
            traceparent: null,
            Now
        );
        message.AddressTo("13800000001", "zh", "您好");
        return message;
    }
}
