using System;
using System.Threading.Tasks;
using MassTransit;
using ServiceDefaults.Messaging;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Features.Settlement;
using Vas.Features.Settlement.Refunds;

namespace Vas.Features.Partners;

/// <summary>
/// What Vas says of a provider becomes an event of the provider's feed (features.md V10). One consumer and so one queue
/// for all facts, one replica that hears them and one fact at a time: they stand in the feed in the order in which they were
/// said.
/// </summary>
internal sealed class FeedPartnerWhenFactSaid(VasDb db)
    : IConsumer<ComplaintRateChanged>,
        IConsumer<SettlementAdjusted>,
        IConsumer<SettlementIssued>,
        IConsumer<SanctionImposed>,
        IConsumer<SanctionLifted>,
        IConsumer<SubscriptionConfirmed>,
        IConsumer<SubscriptionEnded>,
        IConsumer<ChargeRefused>,
        IConsumer<RefundProposed>,
        IConsumer<ChargeRefunded>,
        IConsumer<ConsentHeadSigned>
{
    /// <summary>A deduction may rest on thousands of complaints; the statement names them all.</summary>
    private const int NamedComplaints = 200;

    public Task Consume(ConsumeContext<ComplaintRateChanged> context)
    {
        var fact = context.Message;
        return FeedAsync(
            context,
            fact.ProviderId,
            "complaint-rate.changed",
            $"provider/{fact.ProviderId}",
            new
            {
                fact.ProviderNumber,
                fact.Period,
                fact.Definition,
                fact.Complaints,
                fact.Subscribers,
                fact.Rate,
                fact.Factor,
                fact.PreviousFactor,
                fact.ChangedAt,
            },
            fact.ChangedAt
        );
    }

    public Task Consume(ConsumeContext<SettlementAdjusted> context)
    {
        var fact = context.Message;
        var named = CloudEvent.Ids(fact.ComplaintIds, int.MaxValue).Count;
        return FeedAsync(
            context,
            fact.ProviderId,
            "settlement.adjusted",
            $"statement/{fact.StatementId}",
            new
            {
                fact.StatementId,
                fact.ProviderNumber,
                fact.Period,
                fact.Reason,
                fact.Amount,
                fact.Currency,
                ComplaintIds = CloudEvent.Ids(fact.ComplaintIds, NamedComplaints),
                Complaints = Math.Max(fact.Complaints, named),
                Statement = $"{StatementView.Root}/{fact.StatementId}",
                fact.PolicyVersion,
                fact.AdjustedAt,
            },
            fact.AdjustedAt
        );
    }

    public Task Consume(ConsumeContext<SettlementIssued> context)
    {
        var fact = context.Message;
        return FeedAsync(
            context,
            fact.ProviderId,
            "settlement.issued",
            $"statement/{fact.StatementId}",
            new
            {
                fact.StatementId,
                fact.ProviderNumber,
                fact.StatementNumber,
                fact.Period,
                fact.Payable,
                fact.CarriedForward,
                fact.Currency,
                fact.IssuedAt,
            },
            fact.IssuedAt
        );
    }

    public Task Consume(ConsumeContext<SanctionImposed> context)
    {
        var fact = context.Message;
        return FeedAsync(
            context,
            fact.ProviderId,
            "sanction.imposed",
            $"sanction/{fact.SanctionId}",
            new
            {
                fact.SanctionId,
                fact.ProviderNumber,
                fact.Kind,
                fact.Reason,
                fact.Score,
                fact.Amount,
                fact.Currency,
                fact.ImposedAt,
            },
            fact.ImposedAt
        );
    }

    public Task Consume(ConsumeContext<SanctionLifted> context)
    {
        var fact = context.Message;
        return FeedAsync(
            context,
            fact.ProviderId,
            "sanction.lifted",
            $"sanction/{fact.SanctionId}",
            new
            {
                fact.SanctionId,
                fact.ProviderNumber,
                fact.Kind,
                fact.Reason,
                fact.LiftedAt,
            },
            fact.LiftedAt
        );
    }

    /// <summary>The service number is what the provider serves him by; account and line stay with us.</summary>
    public Task Consume(ConsumeContext<SubscriptionConfirmed> context)
    {
        var fact = context.Message;
        return FeedAsync(
            context,
            fact.ProviderId,
            "subscription.confirmed",
            $"subscription/{fact.SubscriptionId}",
            new
            {
                fact.SubscriptionId,
                fact.ServiceId,
                fact.ServiceNumber,
                fact.Fee,
                fact.Currency,
                fact.Period,
                fact.ConsentSequence,
                fact.ConfirmedAt,
            },
            fact.ConfirmedAt
        );
    }

    public Task Consume(ConsumeContext<SubscriptionEnded> context)
    {
        var fact = context.Message;
        return FeedAsync(
            context,
            fact.ProviderId,
            "subscription.ended",
            $"subscription/{fact.SubscriptionId}",
            new
            {
                fact.SubscriptionId,
                fact.ServiceId,
                fact.ServiceNumber,
                fact.Reason,
                fact.EndedAt,
            },
            fact.EndedAt
        );
    }

    public Task Consume(ConsumeContext<ChargeRefused> context)
    {
        var fact = context.Message;
        return FeedAsync(
            context,
            fact.ProviderId,
            "charge.refused",
            $"charge-attempt/{fact.AttemptId}",
            new
            {
                fact.AttemptId,
                fact.ServiceId,
                Key = fact.ProviderKey,
                fact.Code,
                fact.RefusedAt,
            },
            fact.RefusedAt
        );
    }

    public Task Consume(ConsumeContext<RefundProposed> context)
    {
        var fact = context.Message;
        return FeedAsync(
            context,
            fact.ProviderId,
            "refund.proposed",
            $"refund/{fact.RefundId}",
            new
            {
                fact.RefundId,
                fact.ChargeId,
                Key = fact.ProviderKey,
                fact.Ground,
                fact.Amount,
                fact.Extra,
                fact.Currency,
                fact.Reason,
                PolicyVersion = fact.PolicyVersions,
                fact.EvidenceUntil,
                Refund = $"{RefundView.Root}/{fact.RefundId}",
                fact.ProposedAt,
            },
            fact.ProposedAt
        );
    }

    public Task Consume(ConsumeContext<ChargeRefunded> context)
    {
        var fact = context.Message;
        return FeedAsync(
            context,
            fact.ProviderId,
            "charge.refunded",
            $"refund/{fact.RefundId}",
            new
            {
                fact.RefundId,
                fact.ChargeId,
                Key = fact.ProviderKey,
                fact.ServiceId,
                fact.Ground,
                fact.Amount,
                fact.Extra,
                fact.Currency,
                PolicyVersion = fact.PolicyVersions,
                fact.RefundedAt,
            },
            fact.RefundedAt
        );
    }

    public Task Consume(ConsumeContext<ConsentHeadSigned> context)
    {
        var fact = context.Message;
        return FeedAsync(
            context,
            fact.ProviderId,
            "consent-chain.head",
            $"consent-chain/{fact.ProviderId}",
            new
            {
                fact.Day,
                ConsentSequence = fact.Sequence,
                fact.Hash,
                fact.KeyId,
                fact.PublicKey,
                fact.Signature,
                fact.SignedAt,
            },
            fact.SignedAt
        );
    }

    /// <summary>
    /// The head is raised by the same save as the inbox row and the event, so the loser of two copies takes its number
    /// back with them.
    /// </summary>
    private async Task FeedAsync(
        ConsumeContext context,
        Guid providerId,
        string type,
        string subject,
        object data,
        DateTimeOffset at
    )
    {
        await using var turn = await db.Database.BeginTransactionAsync(context.CancellationToken);
        await context.OnceAsync(
            db,
            nameof(FeedPartnerWhenFactSaid),
            ct => db.AddToFeedAsync(context.MessageId!.Value, providerId, type, subject, data, at, ct)
        );
        await turn.CommitAsync(context.CancellationToken);
    }
}

/// <summary>One replica hears, the next takes over when it goes; a fact that is tried again holds back those behind it.</summary>
internal sealed class OneFactAfterTheOther : ConsumerDefinition<FeedPartnerWhenFactSaid>
{
    public OneFactAfterTheOther() => ConcurrentMessageLimit = 1;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<FeedPartnerWhenFactSaid> consumerConfigurator,
        IRegistrationContext context
    )
    {
        if (endpointConfigurator is IRabbitMqReceiveEndpointConfigurator queue)
        {
            queue.SingleActiveConsumer = true;
        }
    }
}
