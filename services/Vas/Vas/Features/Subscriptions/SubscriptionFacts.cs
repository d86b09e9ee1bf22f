using System;
using ServiceDefaults.Messaging;
using Vas.Contracts.Events.V1;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>What the others are told of a subscription.</summary>
internal static class SubscriptionFacts
{
    public static void AddRequested(this Outbox outbox, Subscription it, OfferedService service, DateOnly startsOn) =>
        outbox.Add(
            it.Id,
            it.Version,
            new SubscriptionRequested(
                it.Id,
                it.Version,
                it.AccountId,
                it.LineId,
                it.ServiceNumber,
                it.ServiceId,
                service.NameZh,
                service.NameEn,
                it.ProviderId,
                service.ProviderNameZh,
                service.ProviderNameEn,
                it.Price,
                it.Currency,
                it.Period.ToWord(),
                it.ReplyNumber!,
                startsOn,
                it.ExpiresAt!.Value,
                it.RequestedAt,
                it.TrialDays
            )
        );

    public static void AddConfirmed(this Outbox outbox, Subscription it, OfferedService service) =>
        outbox.Add(
            it.Id,
            it.Version,
            new SubscriptionConfirmed(
                it.Id,
                it.Version,
                it.AccountId,
                it.LineId,
                it.ServiceNumber,
                it.ServiceId,
                service.NameZh,
                service.NameEn,
                it.ProviderId,
                service.ProviderNameZh,
                service.ProviderNameEn,
                it.Price,
                it.Currency,
                it.Period.ToWord(),
                it.ConsentSequence!.Value,
                it.ConfirmedAt!.Value,
                it.TrialEndsOn
            )
        );

    /// <summary>Of one that was active that it ended, of a request that it lapsed.</summary>
    public static void AddOver(this Outbox outbox, Subscription it, OfferedService service) =>
        outbox.Add(
            it.Id,
            it.Version,
            it.Status == SubscriptionStatus.Terminated
                ? new SubscriptionEnded(
                    it.Id,
                    it.Version,
                    it.AccountId,
                    it.LineId,
                    it.ServiceNumber,
                    it.ServiceId,
                    service.NameZh,
                    service.NameEn,
                    it.ProviderId,
                    it.EndReason!.Value.ToWord(),
                    it.EndedAt!.Value
                )
                : new SubscriptionLapsed(
                    it.Id,
                    it.Version,
                    it.AccountId,
                    it.ServiceNumber,
                    it.ServiceId,
                    service.NameZh,
                    service.NameEn,
                    it.EndReason == SubscriptionEnd.Declined ? "declined" : "expired",
                    it.EndedAt!.Value
                )
        );

    public static void AddRenewing(
        this Outbox outbox,
        Subscription it,
        OfferedService service,
        DateOnly renewsOn,
        DateTimeOffset now
    ) =>
        outbox.Add(
            it.Id,
            it.Version,
            new SubscriptionRenewing(
                it.Id,
                it.Version,
                it.AccountId,
                it.ServiceNumber,
                service.NameZh,
                service.NameEn,
                it.Price,
                it.Currency,
                renewsOn,
                now
            )
        );

    public static void AddCharged(this Outbox outbox, Charge it, OfferedService service) =>
        outbox.Add(
            it.Id,
            it.Version,
            new ServiceCharged(
                it.Id,
                it.Version,
                it.SubscriptionId,
                it.AccountId,
                it.ServiceNumber,
                it.ServiceId,
                service.NameZh,
                service.NameEn,
                it.ProviderId,
                service.ProviderNameZh,
                service.ProviderNameEn,
                it.Amount,
                it.Currency,
                it.ChargedAt
            )
        );

    public static void AddRefused(this Outbox outbox, ChargeRefusal it) =>
        outbox.Add(
            it.Id,
            1,
            new ChargeRefused(it.Id, 1, it.ProviderId, it.ServiceId, it.ProviderKey, it.Code, it.RefusedAt)
        );
}
