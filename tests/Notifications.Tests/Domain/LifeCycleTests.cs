using System;
using System.Collections.Generic;
using Notifications.Domain;
using Rules;
using Shouldly;
using Xunit;
using static Notifications.Domain.MessageAction;
using static Notifications.Domain.MessageStatus;

namespace Notifications.Tests.Domain;

/// <summary>The full status × action table; what is not listed is refused.</summary>
public sealed class LifeCycleTests
{
    private static readonly Dictionary<(MessageStatus, MessageAction), MessageStatus> Allowed = new()
    {
        [(Held, Release)] = Waiting,
        [(Held, HoldOn)] = Held,
        [(Held, Drop)] = Dropped,
        [(Waiting, Claim)] = Sending,
        [(Waiting, Accept)] = Accepted,
        [(Waiting, ConfirmDelivery)] = Delivered,
        [(Waiting, ConfirmFailure)] = Failed,
        [(Sending, Accept)] = Accepted,
        [(Sending, PutBack)] = Waiting,
        [(Sending, Refuse)] = Failed,
        [(Sending, ConfirmDelivery)] = Delivered,
        [(Sending, ConfirmFailure)] = Failed,
        [(Accepted, ConfirmDelivery)] = Delivered,
        [(Accepted, ConfirmFailure)] = Failed,
    };

    public static TheoryData<MessageStatus, MessageAction> EveryPair()
    {
        var pairs = new TheoryData<MessageStatus, MessageAction>();
        foreach (var status in Enum.GetValues<MessageStatus>())
        {
            foreach (var action in Enum.GetValues<MessageAction>())
            {
                pairs.Add(status, action);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void A_message_moves_only_as_the_table_says(MessageStatus from, MessageAction by)
    {
        if (Allowed.TryGetValue((from, by), out var to))
        {
            MessageLifeCycle.Next(from, by).ShouldBe(to);
        }
        else
        {
            Should.Throw<RuleViolation>(() => MessageLifeCycle.Next(from, by)).Code.ShouldBe("message.illegal-move");
        }
    }
}
