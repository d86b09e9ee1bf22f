using System;
using System.Collections.Generic;
using System.Text.Json;
using Vas.Contracts.Events.V1;
using Vas.Features.Settlement;
using Vas.Features.Settlement.Refunds;

namespace Vas.Features.Partners;

/// <summary>What a provider is told.</summary>
/// <param name="Type">One of <see cref="CloudEvent.Types"/>.</param>
/// <param name="Subject">What it is about: <c>statement/0190…</c>.</param>
/// <param name="Data">The facts, without personal data that the provider may not know.</param>
/// <param name="At">When it came about.</param>
internal sealed record PartnerFact(Guid ProviderId, string Type, string Subject, object Data, DateTimeOffset At);

/// <summary>Which of what Vas says is an event of a provider's feed, and what the provider learns of it (features.md V10).</summary>
internal static class PartnerFacts
{
    private static readonly Dictionary<string, Func<string, PartnerFact>> Readings = new([
        Reading<ComplaintRateChanged>(Of),
        Reading<SettlementAdjusted>(Of),
        Reading<SettlementIssued>(Of),
        Reading<SanctionImposed>(Of),
        Reading<SanctionLifted>(Of),
        Reading<SubscriptionConfirmed>(Of),
        Reading<SubscriptionEnded>(Of),
        Reading<ChargeRefused>(Of),
        Reading<RefundProposed>(Of),
        Reading<ChargeRefunded>(Of),
        Reading<ConsentHeadSigned>(Of),
    ]);

    /// <summary>A deduction may rest on thousands of complaints; the statement names them all.</summary>
    private const int NamedComplaints = 200;

    /// <param name="eventType">The event's full name.</param>
    /// <param name="body">The event, as the outbox keeps it.</param>
    /// <returns>Null for what no provider is told.</returns>
    public static PartnerFact? Read(string eventType, string body) =>
        Readings.TryGetValue(eventType, out var reading) ? reading(body) : null;

    private static PartnerFact Of(ComplaintRateChanged fact) =>
        new(
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

    private static PartnerFact Of(SettlementAdjusted fact)
    {
        var named = CloudEvent.Ids(fact.ComplaintIds, int.MaxValue).Count;
        return new(
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

    private static PartnerFact Of(SettlementIssued fact) =>
        new(
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

    private static PartnerFact Of(SanctionImposed fact) =>
        new(
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

    private static PartnerFact Of(SanctionLifted fact) =>
        new(
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

    /// <summary>The service number is what the provider serves him by; account and line stay with us.</summary>
    private static PartnerFact Of(SubscriptionConfirmed fact) =>
        new(
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

    private static PartnerFact Of(SubscriptionEnded fact) =>
        new(
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

    private static PartnerFact Of(ChargeRefused fact) =>
        new(
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

    private static PartnerFact Of(RefundProposed fact) =>
        new(
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

    private static PartnerFact Of(ChargeRefunded fact) =>
        new(
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

    private static PartnerFact Of(ConsentHeadSigned fact) =>
        new(
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

    private static KeyValuePair<string, Func<string, PartnerFact>> Reading<TEvent>(Func<TEvent, PartnerFact> of) =>
        new(typeof(TEvent).FullName!, body => of(JsonSerializer.Deserialize<TEvent>(body)!));
}
