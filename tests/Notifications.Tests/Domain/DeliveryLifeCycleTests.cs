using System;
using System.Collections.Generic;
using Notifications.Domain;
using Rules;
using Shouldly;
using Xunit;
using static Notifications.Domain.DeliveryAction;
using static Notifications.Domain.DeliveryStatus;

namespace Notifications.Tests.Domain;

/// <summary>The full status × action table; what is not listed is refused.</summary>
public sealed class DeliveryLifeCycleTests
{
    private static readonly Dictionary<(DeliveryStatus, DeliveryAction), DeliveryStatus> Allowed = new()
    {
        [(Waiting, Claim)] = Sending,
        [(Sending, GiveBack)] = Waiting,
        [(Sending, Deliver)] = Delivered,
        [(Sending, Postpone)] = Waiting,
        [(Sending, GiveUp)] = Failed,
        [(Sending, EndForGood)] = Gone,
        [(Sending, LoseSender)] = Waiting,
        [(Delivered, Replay)] = Waiting,
        [(Failed, Replay)] = Waiting,
    };

    public static TheoryData<DeliveryStatus, DeliveryAction> EveryPair()
    {
        var pairs = new TheoryData<DeliveryStatus, DeliveryAction>();
        foreach (var status in Enum.GetValues<DeliveryStatus>())
        {
            foreach (var action in Enum.GetValues<DeliveryAction>())
            {
                pairs.Add(status, action);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void A_delivery_moves_only_as_the_table_says(DeliveryStatus from, DeliveryAction by)
    {
        if (Allowed.TryGetValue((from, by), out var to))
        {
            DeliveryLifeCycle.Next(from, by).ShouldBe(to);
        }
        else
        {
            Should.Throw<RuleViolation>(() => DeliveryLifeCycle.Next(from, by)).Code.ShouldBe("delivery.illegal-move");
        }
    }
}
