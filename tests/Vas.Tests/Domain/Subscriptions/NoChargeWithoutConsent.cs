using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Rules;
using Shouldly;
using Vas.Domain.Subscriptions;
using Xunit;

namespace Vas.Tests.Domain.Subscriptions;

/// <summary>
/// V5: no order of subscribe, confirm, other answers, charge, stop, lapse, renew and replay yields a charge without a consent.
/// The model beside it knows only what the customer himself said and when.
/// </summary>
public sealed class NoChargeWithoutConsent
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly DateTimeOffset Start = new(2026, 6, 15, 4, 0, 0, TimeSpan.Zero);

    private static readonly SubscriptionTerms Terms = new(
        TimeSpan.FromHours(24),
        "是",
        new HashSet<string>(),
        RenewalNotice: 5,
        InactiveAfter: 4,
        FreeSeconds: 6,
        TimeSpan.FromSeconds(5),
        TimeSpan.FromHours(24),
        new HashSet<string> { "0000" }
    );

    private sealed record Step(string What, int Which, int Amount)
    {
        public override string ToString() => $"{What} {Which} {Amount}";
    }

    private static readonly Gen<Step> Steps =
        from what in Gen.Frequency(
            (3, Gen.Constant("request")),
            (4, Gen.Constant("yes")),
            (2, Gen.Constant("other")),
            (1, Gen.Constant("stranger")),
            (2, Gen.Constant("replay")),
            (6, Gen.Constant("charge")),
            (2, Gen.Constant("stop")),
            (2, Gen.Constant("lapse")),
            (2, Gen.Constant("renew")),
            (2, Gen.Constant("wait"))
        )
        from which in Gen.Choose(0, 3)
        from amount in Gen.Choose(0, 9)
        select new Step(what, which, amount);

    [Fact]
    public void No_order_of_events_yields_a_charge_without_a_consent() =>
        Prop.ForAll(
                Steps.ListOf(60).ToArbitrary(),
                steps =>
                {
                    var world = new World();
                    foreach (var step in steps)
                    {
                        world.Take(step);
                    }

                    return world.Charges.TrueForAll(it => it.IsCovered) && world.ChainIsWhole();
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261128, 7).WithQuietOnSuccess(true));

    [Fact]
    public void The_property_sees_charges_at_all_and_that_it_would_see_an_uncovered_one()
    {
        var world = new World();
        foreach (var what in new[] { "request", "charge", "yes", "charge", "stop", "charge" })
        {
            world.Take(new(what, 0, 1));
        }

        world.Charges.Count.ShouldBe(1);
        world.Charges[0].IsCovered.ShouldBeTrue();
    }

    /// <summary>One provider, two services on two lines; whatever is refused changes nothing.</summary>
    private sealed class World
    {
        private static readonly Guid Provider = Guid.CreateVersion7();
        private static readonly OfferedService[] Services = [Offered("Month"), Offered("Once")];

        private readonly SubscriberLine[] _lines =
        [
            new(Guid.CreateVersion7(), Guid.CreateVersion7(), "13900000001", "mobile"),
            new(Guid.CreateVersion7(), Guid.CreateVersion7(), "13900000002", "mobile"),
        ];
        private readonly List<Subscription> _subscriptions = [];
        private readonly List<ConsentRecord> _consents = [];
        private readonly List<PromptAnswer> _said = [];
        private readonly HashSet<Guid> _yes = [];
        private readonly HashSet<Guid> _over = [];
        private readonly HashSet<(Guid, string)> _periods = [];
        private readonly ConsentHead _head = ConsentHead.Of(Provider);
        private DateTimeOffset _now = Start;
        private int _number;

        public List<(Charge Charge, bool IsCovered)> Charges { get; } = [];

        public void Take(Step step)
        {
            try
            {
                Do(step);
            }
            catch (RuleViolation refused)
            {
                _ = refused; // that nothing was changed by it is what the property sees
            }
        }

        public bool ChainIsWhole()
        {
            var hash = ConsentHead.Beginning;
            foreach (var (record, i) in _consents.Select((record, i) => (record, i)))
            {
                if (record.Sequence != i + 1 || !record.PreviousHash.SequenceEqual(hash))
                {
                    return false;
                }

                hash = ConsentRecord.HashOf(hash, record.Canonical);
            }

            return hash.SequenceEqual(_head.Hash) && _consents.Count == _yes.Count;
        }

        private void Do(Step step)
        {
            var one = _subscriptions.LastOrDefault(it => Place(it) == step.Which);
            switch (step.What)
            {
                case "request" when one is not { IsOpen: true }:
                    var (service, line) = (Services[step.Which % 2], _lines[step.Which / 2]);
                    _subscriptions.Add(Subscription.Request(service, line, $"1069{_number++:0000}", Terms, _now));
                    break;
                case "wait":
                    _now += TimeSpan.FromHours(step.Amount * 5);
                    break;
                case "yes" when one is not null:
                    Answer(one, new(Guid.CreateVersion7(), one.ServiceNumber, one.ReplyNumber!, " 是", _now));
                    break;
                case "other" when one is not null:
                    var word = step.Amount % 2 == 0 ? "是的" : "好";
                    Answer(one, new(Guid.CreateVersion7(), one.ServiceNumber, one.ReplyNumber!, word, _now));
                    break;
                case "stranger" when one is not null:
                    Answer(one, new(Guid.CreateVersion7(), "13900000009", one.ReplyNumber!, "是", _now));
                    break;
                case "replay" when one is not null && _said.Count > 0:
                    Answer(one, _said[step.Amount % _said.Count]);
                    break;
                case "charge" when one is not null:
                    Charge(one, step.Amount);
                    break;
                case "stop" when one is not null:
                    one.Stop(SubscriptionEnd.Customer, _now);
                    _over.Add(one.Id);
                    break;
                case "lapse" when one?.ExpiresAt < _now:
                    one.Lapse(SubscriptionEnd.Expired, _now);
                    break;
                case "renew" when one is not null:
                    one.Renew(Terms, _now.DateIn(Zone));
                    break;
                default:
                    break; // not there to be done
            }
        }

        private void Answer(Subscription one, PromptAnswer answer)
        {
            _said.Add(answer);
            if (one.Judge(answer, Terms) != AnswerOutcome.Confirmed)
            {
                return;
            }

            _consents.Add(one.Confirm(answer, _head, [1, 2, 3], Terms, Zone, _now).Record);

            // What the customer himself did: his own number, the word, this prompt, in time.
            if (
                answer.SentFrom == one.ServiceNumber
                && answer.SentTo == one.ReplyNumber
                && answer.Text.Trim() == "是"
                && answer.ReceivedAt - one.RequestedAt <= TimeSpan.FromHours(24)
            )
            {
                _yes.Add(one.Id);
            }
        }

        private void Charge(Subscription one, int amount)
        {
            var consent = _consents.Find(it => it.SubscriptionId == one.Id);
            var charge = one.Charge(new($"k-{Charges.Count}", amount, _now), consent, Zone, _now);
            if (_periods.Add((one.Id, charge.ChargedFor!))) // the database's unique index
            {
                var isCovered = _yes.Contains(one.Id) && !_over.Contains(one.Id) && charge.Amount <= 8;
                Charges.Add((charge, isCovered));
            }
        }

        private int Place(Subscription it) =>
            (Array.FindIndex(_lines, line => line.LineId == it.LineId) * 2)
            + Array.FindIndex(Services, service => service.ServiceId == it.ServiceId);

        private static OfferedService Offered(string period) =>
            new(
                Guid.CreateVersion7(),
                Provider,
                "天气",
                "Weather",
                "云",
                "Clouds",
                8,
                "CNY",
                period,
                "Live",
                "SP-0001",
                "Active",
                false
            );
    }
}
