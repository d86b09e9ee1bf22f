using System;
using System.Collections.Generic;
using Notifications.Domain;
using Shouldly;
using Xunit;
using static Notifications.Domain.MessageClass;

namespace Notifications.Tests.Domain;

/// <summary>N3: each rule by which a message goes out, waits, keeps silent or is refused.</summary>
public sealed class RulingTests
{
    private static readonly Guid Account = Guid.CreateVersion7();
    private static readonly DateTimeOffset Day = new(2026, 11, 21, 4, 0, 0, TimeSpan.Zero); // noon in China
    private static readonly DateTimeOffset Night = Day.AddHours(11);
    private static readonly DateTimeOffset Morning = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    private readonly List<ConsentEntry> _said = [];
    private readonly ReminderBudget _budget = ReminderBudget.Of(Account);
    private string? _obsolete;

    [Fact]
    public void A_confirmation_goes_out_at_night_too_and_asks_no_preference()
    {
        Say(Reminder, Channel.Sms, isGiven: false);

        On(Confirmation, Night).ShouldBe(Ruling.AtOnce);
    }

    [Fact]
    public void A_reminder_goes_out_by_day_and_waits_at_night_while_it_lies_in_the_message_centre()
    {
        On(Reminder, Day).Verdict.ShouldBe(Verdict.Send);

        var night = On(Reminder, Night);

        (night.Verdict, night.HoldUntil, night.IsInInbox).ShouldBe((Verdict.Hold, Morning, true));
        (night.Rule, night.Policy).ShouldBe(("quiet-hours", "quiet v1"));
    }

    [Fact]
    public void What_is_no_longer_true_is_refused_at_any_hour()
    {
        _obsolete = "bill.paid";

        foreach (var at in new[] { Day, Night })
        {
            var ruling = On(Reminder, at);
            (ruling.Verdict, ruling.Rule, ruling.IsInInbox).ShouldBe((Verdict.Refuse, "bill.paid", false));
        }
    }

    [Fact]
    public void The_day_takes_so_many_reminders_and_the_rest_keeps_silent_until_the_next()
    {
        for (var number = 1; number <= 5; number++)
        {
            On(Reminder, Day).Verdict.ShouldBe(Verdict.Send);
        }

        var sixth = On(Reminder, Day);

        (sixth.Verdict, sixth.Rule, sixth.Policy).ShouldBe((Verdict.InAppOnly, "reminders.day-is-full", "cap v1"));
        On(Reminder, Day.AddDays(1)).Verdict.ShouldBe(Verdict.Send);
    }

    [Fact]
    public void What_waited_for_a_morning_that_is_full_waits_for_the_next_and_is_not_dropped()
    {
        for (var number = 1; number <= 5; number++)
        {
            On(Reminder, Day);
        }

        var sixth = On(Reminder, Day, wasHeld: true);

        (sixth.Verdict, sixth.Rule, sixth.HoldUntil).ShouldBe((Verdict.Hold, "reminders.day-is-full", Morning));
    }

    [Fact]
    public void The_last_notice_before_a_bar_waits_for_the_morning_and_nothing_else_keeps_it_back()
    {
        Say(Reminder, Channel.Sms, isGiven: false);
        for (var number = 1; number <= 5; number++)
        {
            _budget.TryUse(DateOnly.FromDateTime(Day.UtcDateTime), perDay: 5);
        }

        On(LastNotice, Day).ShouldBe(new Ruling(Verdict.Send, IsInInbox: true, "allowed", "quiet v1"));
        On(LastNotice, Night).HoldUntil.ShouldBe(Morning);
        On(LastNotice, Day, wasHeld: true).Verdict.ShouldBe(Verdict.Send);
        _obsolete = "bill.paid";
        On(LastNotice, Day).Verdict.ShouldBe(Verdict.Refuse);
    }

    [Fact]
    public void A_reminder_that_is_held_does_not_use_up_the_evening()
    {
        On(Reminder, Night);

        _budget.Used.ShouldBe(0);
    }

    [Fact]
    public void Who_wants_no_texts_finds_reminders_in_the_message_centre()
    {
        Say(Reminder, Channel.Sms, isGiven: false);

        var ruling = On(Reminder, Day);

        (ruling.Verdict, ruling.IsInInbox, ruling.Rule).ShouldBe((Verdict.InAppOnly, true, "preference.off"));
    }

    [Fact]
    public void Who_wants_neither_is_not_reminded()
    {
        Say(Reminder, Channel.Sms, isGiven: false);
        Say(Reminder, Channel.InApp, isGiven: false);

        var ruling = On(Reminder, Day);

        (ruling.Verdict, ruling.IsInInbox).ShouldBe((Verdict.Refuse, false));
    }

    [Fact]
    public void Marketing_goes_to_nobody_who_has_not_asked_for_it()
    {
        var ruling = On(Marketing, Day);

        (ruling.Verdict, ruling.Rule, ruling.Policy).ShouldBe((Verdict.Refuse, "marketing.no-consent", "consent v1"));
        ruling.Consent.ShouldBe("Sms off (nothing said)");
    }

    [Fact]
    public void Marketing_that_was_asked_for_goes_out_by_day_only()
    {
        Say(Marketing, Channel.Sms, isGiven: true);

        On(Marketing, Day).Verdict.ShouldBe(Verdict.Send);
        On(Marketing, Night).Verdict.ShouldBe(Verdict.Hold);
    }

    [Fact]
    public void What_is_for_the_message_centre_makes_no_phone_ring()
    {
        var ruling = On(Reminder, Day, isForInboxOnly: true);

        (ruling.Verdict, ruling.Rule).ShouldBe((Verdict.InAppOnly, "template.in-app-only"));
        _budget.Used.ShouldBe(0);
    }

    private void Say(MessageClass @class, Channel channel, bool isGiven) =>
        _said.Add(ConsentEntry.Of(Account, @class, channel, isGiven, "customer-1", "customer", Day));

    private Ruling On(MessageClass @class, DateTimeOffset now, bool isForInboxOnly = false, bool wasHeld = false) =>
        Ruling.On(
            new SendQuestion(
                @class,
                isForInboxOnly,
                wasHeld,
                _obsolete,
                new Preferences(_said),
                new QuietHours(
                    [QuietSpan.Read("21:00-08:00")!],
                    TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"),
                    "quiet v1"
                ),
                DateOnly.FromDateTime(now.UtcDateTime),
                _budget,
                RemindersPerDay: 5,
                "cap v1",
                "consent v1"
            ),
            now
        );
}
