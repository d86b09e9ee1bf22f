using System;
using System.Linq;
using Notifications.Domain;
using Rules;
using Shouldly;
using Xunit;

namespace Notifications.Tests.Domain;

public sealed class DeliveryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Took = TimeSpan.FromMilliseconds(120);

    [Fact]
    public void N9_ten_attempts_are_made_over_seventy_five_hours_and_a_half_and_then_no_more()
    {
        var delivery = Wanted();
        delivery.DueAt.ShouldBe(Now);
        foreach (var seconds in new[] { 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400 })
        {
            Attempt(delivery, 500);
            delivery.Status.ShouldBe(DeliveryStatus.Waiting);
            delivery.DueAt.ShouldBe(Now.AddSeconds(seconds));
        }

        Attempt(delivery, 500);

        delivery.Status.ShouldBe(DeliveryStatus.Failed);
        delivery.StatusReason.ShouldBe("The endpoint answered 500.");
        delivery.Made.Select(attempt => attempt.Number).ShouldBe(Enumerable.Range(1, 10));
        DeliveryRetries.Pauses.Sum(pause => pause.TotalHours).ShouldBe(75.6, tolerance: 0.02);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(0.5, 5.25)]
    [InlineData(1, 5.5)]
    public void N9_chance_adds_up_to_a_tenth_of_the_pause(double chance, double seconds) =>
        DeliveryRetries.After(1, wanted: null, chance).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(1, 60, 60)]
    [InlineData(1, 3_600, 300)] // up to the next step of the table
    [InlineData(1, 2, 5)] // never sooner than the table
    [InlineData(1, -10, 5)] // a date that has passed
    [InlineData(9, 999_999, 86_400)]
    public void N9_a_partner_may_ask_to_be_left_alone_up_to_the_next_step(int failures, int wanted, int seconds) =>
        DeliveryRetries
            .After(failures, TimeSpan.FromSeconds(wanted), chance: 0)
            .ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(200, DeliveryStatus.Delivered)]
    [InlineData(202, DeliveryStatus.Delivered)]
    [InlineData(299, DeliveryStatus.Delivered)]
    [InlineData(301, DeliveryStatus.Waiting)]
    [InlineData(404, DeliveryStatus.Waiting)]
    [InlineData(410, DeliveryStatus.Gone)]
    [InlineData(429, DeliveryStatus.Waiting)]
    [InlineData(500, DeliveryStatus.Waiting)]
    [InlineData(null, DeliveryStatus.Waiting)]
    public void N9_what_an_attempt_met_decides_what_follows(int? status, DeliveryStatus expected)
    {
        var delivery = Wanted();

        Attempt(delivery, status);

        delivery.Status.ShouldBe(expected);
        delivery.ClaimedUntil.ShouldBeNull();
        var attempt = delivery.Made.Single();
        (attempt.StatusCode, attempt.At, attempt.DurationMs).ShouldBe((status, Now - Took, 120));
    }

    [Fact]
    public void N9_a_sender_that_died_costs_the_partner_none_of_its_attempts()
    {
        var delivery = Wanted();
        delivery.ClaimForSending(Now);

        delivery.LoseSender(Now.AddSeconds(60));

        delivery.IsUnderWay(1).ShouldBeFalse();
        delivery.DueAt.ShouldBe(Now.AddSeconds(60));
        delivery.Failures.ShouldBe(0);
        delivery.Made.Single().At.ShouldBe(Now);
        delivery.ClaimForSending(Now.AddSeconds(61));
        delivery.IsUnderWay(1).ShouldBeFalse(); // the dead one, should it come back, has nothing to say
        delivery.IsUnderWay(2).ShouldBeTrue();
    }

    [Fact]
    public void N9_a_delivery_that_loses_every_sender_is_given_up_until_ops_ask_for_it_again()
    {
        var delivery = Wanted();
        foreach (var loss in Enumerable.Range(1, Delivery.MaxLosses))
        {
            delivery.Status.ShouldBe(DeliveryStatus.Waiting, $"before loss {loss}");
            delivery.ClaimForSending(Now);
            delivery.LoseSender(Now);
        }

        delivery.Status.ShouldBe(DeliveryStatus.Failed);
        delivery.ClaimedUntil.ShouldBeNull();

        delivery.Replay(Now);
        delivery.ClaimForSending(Now);
        delivery.LoseSender(Now);
        delivery.Status.ShouldBe(DeliveryStatus.Waiting);
    }

    [Fact]
    public void N9_a_replay_is_due_at_once_and_has_the_whole_table_before_it()
    {
        var delivery = Wanted();
        Enumerable.Range(0, 10).ToList().ForEach(_ => Attempt(delivery, 500));

        delivery.Replay(Now.AddDays(4));

        (delivery.Status, delivery.DueAt, delivery.Attempts).ShouldBe((DeliveryStatus.Waiting, Now.AddDays(4), 10));
        Attempt(delivery, 500);
        delivery.DueAt.ShouldBe(Now.AddSeconds(5));
        delivery.Made[^1].Number.ShouldBe(11);
    }

    [Fact]
    public void N9_a_partner_that_is_gone_is_not_sent_to_again()
    {
        var delivery = Wanted();
        Attempt(delivery, 410);

        Should.Throw<RuleViolation>(() => delivery.Replay(Now)).Code.ShouldBe("delivery.illegal-move");
    }

    [Theory]
    [InlineData("https://partner.example/x", "partner.example")]
    [InlineData("http://PARTNER.example:8080/x", "partner.example")]
    [InlineData("https://partner.example./x", "partner.example")]
    [InlineData("https://[2001:DB8::1]:8443/x", "2001:db8::1")]
    [InlineData("https://0x7f.1/x", "127.0.0.1")]
    public void N9_a_delivery_takes_the_slots_of_its_host_whatever_the_port(string url, string endpoint) =>
        Wanted(url).Endpoint.ShouldBe(endpoint);

    private static Delivery Wanted(string url = "https://partner.example/listener/troubleTicketCreateEvent") =>
        Delivery.Of(
            new WantedDelivery(
                Guid.CreateVersion7(),
                Guid.CreateVersion7(),
                "complaints",
                url,
                "TroubleTicketCreateEvent",
                "application/json",
                "{}",
                Now
            ),
            traceparent: null,
            Now
        );

    private static void Attempt(Delivery delivery, int? status)
    {
        delivery.ClaimForSending(Now);
        var error = status is null ? "No answer within 20 s." : null;
        delivery.Record(new AttemptOutcome(status, error, RetryAfter: null, Took), Now, chance: 0);
    }
}
