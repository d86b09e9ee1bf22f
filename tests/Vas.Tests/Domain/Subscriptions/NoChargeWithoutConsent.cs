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
/// V5: no order of subscribe, confirm, other answers, charge, stop, lapse, renew and replay yields a charge without a consent,
/// in free days, or for a month that the customer was not told of. The model beside it knows only what he himself said and
/// was told, and when; it judges each charge that the rules let through, also one that the database's index would stop.
/// </summary>
public sealed class NoChargeWithoutConsent
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly DateTimeOffset Start = new(2026, 6, 15, 4, 0, 0, TimeSpan.Zero);

    private static readonly SubscriptionTerms Terms = new(
        TimeSpan.FromHours(24),
        "是",
        RenewalNotice: 5,
        InactiveAfter: 4,
        FreeSeconds: 6,
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
            (2, Gen.Constant("wait")),
            (1, Gen.Constant("days"))
        )
        from which in Gen.Choose(0, 5)
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
    public void The_property_sees_charges_at_all_of_a_later_month_too()
    {
        var world = new World();
        world.TakeAll(
            0,
            "request",
            "charge",
            "yes",
            "charge",
            "month",
            "renew",
            "charge",
            "days",
            "charge",
            "stop",
            "charge"
        );

        world
            .Charges.Select(it => (it.Charge.ChargedFor, it.IsCovered))
            .ShouldBe([("2026-06", true), ("2026-07", true)]);
    }

    /// <summary>Charges that no rule was asked about: the model finds each of them bad.</summary>
    [Theory]
    [InlineData("", "never said yes")]
    [InlineData("other", "said something else")]
    [InlineData("stranger", "somebody else said yes")]
    [InlineData("yes stop", "stopped it")]
    [InlineData("yes charge stop", "stopped it in a month that was charged")]
    [InlineData("yes month", "was not told of the month")]
    [InlineData("yes month renew", "was told too late")]
    [InlineData("yes", "agreed to less", 9)]
    [InlineData("yes", "has free days", 1, 2)]
    public void The_property_would_see_an_uncovered_one(string before, string who, int amount = 1, int which = 0)
    {
        var world = new World();
        world.TakeAll(which, ["request", .. before.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        world.Charges.Clear();

        world.ChargeAnyway(which, amount);

        world.Charges.ShouldHaveSingleItem().IsCovered.ShouldBeFalse($"The customer {who}.");
    }

    /// <summary>One provider, three services on two lines; whatever is refused changes nothing.</summary>
    private sealed class World
    {
        private static readonly Guid Provider = Guid.CreateVersion7();
        private static readonly OfferedService[] Services =
        [
            Offered("Month"),
            Offered("Once"),
            Offered("Month", trialDays: 7),
        ];

        private readonly SubscriberLine[] _lines =
        [
            new(Guid.CreateVersion7(), Guid.CreateVersion7(), "13900000001", "mobile"),
            new(Guid.CreateVersion7(), Guid.CreateVersion7(), "13900000002", "mobile"),
        ];
        private readonly List<Subscription> _subscriptions = [];
        private readonly List<ConsentRecord> _consents = [];
        private readonly List<PromptAnswer> _said = [];
        private readonly Dictionary<Guid, DateOnly> _yes = [];
        private readonly HashSet<Guid> _over = [];
        private readonly List<(Guid Subscription, DateOnly Renewal, DateOnly On)> _told = [];
        private readonly ConsentHead _head = ConsentHead.Of(Provider);
        private DateTimeOffset _now = Start;
        private int _number;

        public List<(Charge Charge, bool IsCovered)> Charges { get; } = [];

        public void TakeAll(int which, params string[] steps)
        {
            foreach (var what in steps)
            {
                Take(new(what, which, 1));
            }
        }

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
                    var (service, line) = (Services[step.Which % 3], _lines[step.Which / 3]);
                    _subscriptions.Add(Subscription.Request(service, line, $"1069{_number++:0000}", Terms, _now));
                    break;
                case "wait":
                    _now += TimeSpan.FromHours(step.Amount * 5);
                    break;
                case "days":
                    _now += TimeSpan.FromDays(5 + step.Amount);
                    break;
                case "month":
                    _now = _now.AddMonths(1);
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
                    if (one.Renew(Terms, _now.DateIn(Zone)) is { } told)
                    {
                        _told.Add((one.Id, told, _now.DateIn(Zone)));
                    }

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
                _yes.Add(one.Id, _now.DateIn(Zone));
            }
        }

        /// <summary>Past every rule.</summary>
        public void ChargeAnyway(int which, int amount)
        {
            var one = _subscriptions.Last(it => Place(it) == which);
            Judge(one, Vas.Domain.Subscriptions.Charge.Of(one, new("k-anyway", amount, _now), Zone, _now));
        }

        private void Charge(Subscription one, int amount)
        {
            var consent = _consents.Find(it => it.SubscriptionId == one.Id);
            var period = Vas.Domain.Subscriptions.Charge.PeriodOf(one, _now, Zone);
            var paid = Charges.Find(it => it.Charge.SubscriptionId == one.Id && it.Charge.ChargedFor == period).Charge;
            Judge(one, one.Charge(new($"k-{Charges.Count}", amount, _now), consent, paid, Terms, Zone, _now));
            if (one.Period == SubscriptionPeriod.Once) // it is posted, and so over
            {
                one.Stop(SubscriptionEnd.Completed, _now);
                _over.Add(one.Id);
            }
        }

        private void Judge(Subscription one, Charge charge)
        {
            var (month, today) = (MonthOf(_now.DateIn(Zone)), _now.DateIn(Zone));
            var isMonthAgreed =
                one.Period == SubscriptionPeriod.Once
                || (_yes.TryGetValue(one.Id, out var at) && MonthOf(at) == month)
                || _told.Exists(it =>
                    it.Subscription == one.Id
                    && MonthOf(it.Renewal) == month
                    && it.Renewal <= today
                    && it.On <= it.Renewal.AddDays(-5)
                );
            var isCovered =
                _yes.ContainsKey(one.Id)
                && !_over.Contains(one.Id)
                && one.ServiceId != Services[2].ServiceId
                && isMonthAgreed
                && charge.Amount <= 8;
            Charges.Add((charge, isCovered));
        }

        private static (int, int) MonthOf(DateOnly day) => (day.Year, day.Month);

        private int Place(Subscription it) =>
            (Array.FindIndex(_lines, line => line.LineId == it.LineId) * 3)
            + Array.FindIndex(Services, service => service.ServiceId == it.ServiceId);

        private static OfferedService Offered(string period, int trialDays = 0) =>
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
                false,
                trialDays
            );
    }
}
