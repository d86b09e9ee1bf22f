using System;
using Notifications.Domain;
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
            .Throw<RuleViolation>(() => message.AddressTo("13800000002", "en"))
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
    public void N4_no_call_begins_that_could_outlast_its_claim()
    {
        var message = Addressed();
        message.ClaimForSending(Now);
        var call = TimeSpan.FromSeconds(10);

        message.HasTimeFor(call, Now.AddSeconds(5)).ShouldBeTrue();
        message.HasTimeFor(call, Now.AddSeconds(5.001)).ShouldBeFalse();
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

    [Fact]
    public void N3_a_message_that_is_held_is_due_on_system_time_once_it_is_released()
    {
        var message = Wanted(holdUntil: Now.AddHours(9));
        message.Status.ShouldBe(MessageStatus.Held);

        message.HoldOn(Now.AddDays(1));
        message.Release(Now.AddMinutes(1));

        message.Status.ShouldBe(MessageStatus.Waiting);
        message.HeldUntil.ShouldBeNull();
        message.DueAt.ShouldBe(Now.AddMinutes(1));
    }

    [Fact]
    public void N3_a_message_that_is_dropped_says_by_which_rule_and_is_never_released()
    {
        var message = Wanted(holdUntil: Now.AddHours(9));

        message.Drop("bill.paid");

        message.StatusReason.ShouldBe("bill.paid");
        Should.Throw<RuleViolation>(() => message.Release(Now)).Code.ShouldBe("message.illegal-move");
    }

    [Theory]
    [InlineData("zh", "您好")]
    [InlineData("en", "Hello")]
    public void N1_a_message_speaks_the_customers_language(string language, string text)
    {
        var message = Wanted();

        message.AddressTo("13800000001", language);

        message.Content.ShouldBe(text);
    }

    private static Message Addressed()
    {
        var message = Wanted();
        message.AddressTo("13800000001", "zh");
        return message;
    }

    private static Message Wanted(DateTimeOffset? holdUntil = null) =>
        Message.About(
            new NewMessage(
                "key",
                "case-acknowledged",
                MessageClass.Confirmation,
                Guid.CreateVersion7(),
                Matter.Case(Guid.CreateVersion7(), "C-20261121-000042"),
                "{}",
                TemplateVersion: 1,
                "您好",
                "Hello",
                holdUntil
            ),
            traceparent: null,
            at: Now,
            due: Now
        );
}
