using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <param name="Service">Null when it is none of the provider's.</param>
/// <param name="Charge">As it is committed; null when it was refused.</param>
/// <param name="Refusal">Why.</param>
internal sealed record DecidedCharge(OfferedService? Service, Charge? Charge, RuleViolation? Refusal);

/// <summary>
/// Decides on charges of one provider (features.md V5): the known ones of their keys, new ones, committed as pending, or
/// refusals, each recorded and said. However many they are, it is one commit and the same few statements: at least 500 a
/// second.
/// </summary>
internal sealed class DecideCharges(VasDb db, PolicyBook policies, BusinessClock clock, TimeProvider systemClock)
{
    /// <returns>A decision for each, in their order; none is tracked any more.</returns>
    public Task<List<DecidedCharge>> DecideAsync(
        Guid provider,
        IReadOnlyList<WantedCharge> wanted,
        CancellationToken ct
    ) => db.DecideAgainAfterRaceAsync(() => OnceAsync(provider, wanted, ct));

    private async Task<List<DecidedCharge>> OnceAsync(
        Guid provider,
        IReadOnlyList<WantedCharge> wanted,
        CancellationToken ct
    )
    {
        var (book, now) = (await policies.ReadAsync(ct), clock.Now());
        var (terms, zone) = (book.SubscriptionTermsAt(now), book.Calendar.Zone);

        await using var turn = await db.Database.BeginTransactionAsync(ct);
        var services = await OwnServicesAsync(provider, wanted, ct);
        var held = await HeldSubscriptions.HoldAsync(
            db,
            [.. wanted.Where(it => services.ContainsKey(it.ServiceId))],
            ct
        );
        var known = await KnownAsync(provider, wanted, ct);
        var paid = await PaidAsync(held.All, ct);
        var consents = await ConsentsAsync(held.All, ct);

        var decided = new List<DecidedCharge>(wanted.Count);
        foreach (var it in wanted)
        {
            var service = services.GetValueOrDefault(it.ServiceId);
            try
            {
                decided.Add(new(service, Decide(it, service), Refusal: null));
            }
            catch (RuleViolation no)
            {
                db.AddRefusal(provider, service?.ServiceId, it.Attempt, no.Code, now);
                decided.Add(new(service, Charge: null, no));
            }
        }

        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
        db.ChangeTracker.Clear();
        return decided;

        Charge Decide(WantedCharge it, OfferedService? service)
        {
            if (service is null)
            {
                throw new RuleViolation("charge.not-own-service", "The provider has no such service.");
            }

            if (known.TryGetValue(it.Attempt.Key, out var same))
            {
                same.RequireSame(service.ServiceId, it.SubscriptionId, it.ServiceNumber, it.Attempt);
                return same;
            }

            service.RequireProviderStays();
            var subscription =
                held.Of(it)
                ?? throw new RuleViolation("charge.no-consent", "The customer has no subscription to this service.");
            var period = (subscription.Id, Charge.PeriodOf(subscription, it.Attempt.OccurredAt, zone));
            var charge = subscription.Charge(
                it.Attempt,
                consents.GetValueOrDefault(subscription.Id),
                paid.GetValueOrDefault(period),
                terms,
                zone,
                now
            );
            charge.AskAgainAt(systemClock.Now() + ChargePosting.Lease, StoredTrace.Current);
            db.Charges.Add(charge);
            (known[it.Attempt.Key], paid[period]) = (charge, charge); // for those that follow
            return charge;
        }
    }

    private Task<Dictionary<Guid, OfferedService>> OwnServicesAsync(
        Guid provider,
        IReadOnlyList<WantedCharge> wanted,
        CancellationToken ct
    )
    {
        var ids = wanted.Select(it => it.ServiceId).Distinct().ToArray();
        return db.OfferedServices()
            .Where(service => service.ProviderId == provider && ids.Contains(service.ServiceId))
            .ToDictionaryAsync(service => service.ServiceId, ct);
    }

    private Task<Dictionary<string, Charge>> KnownAsync(
        Guid provider,
        IReadOnlyList<WantedCharge> wanted,
        CancellationToken ct
    )
    {
        var keys = wanted.Select(it => it.Attempt.Key).Distinct().ToArray();
        return db
            .Charges.AsNoTracking()
            .Where(charge => charge.ProviderId == provider && keys.Contains(charge.ProviderKey))
            .ToDictionaryAsync(charge => charge.ProviderKey, ct);
    }

    /// <summary>What stands, by what it pays for: a subscription has one charge for each period.</summary>
    private async Task<Dictionary<(Guid Subscription, string Period), Charge>> PaidAsync(
        IReadOnlyCollection<Subscription> held,
        CancellationToken ct
    )
    {
        var ids = held.Select(it => it.Id).ToArray();
        var standing = await db
            .Charges.AsNoTracking()
            .Where(charge => ids.Contains(charge.SubscriptionId) && charge.ChargedFor != null)
            .Where(charge => charge.Status != ChargeStatus.Refused)
            .ToListAsync(ct);
        return standing.ToDictionary(charge => (charge.SubscriptionId, charge.ChargedFor!));
    }

    private Task<Dictionary<Guid, ConsentRecord>> ConsentsAsync(
        IReadOnlyCollection<Subscription> held,
        CancellationToken ct
    )
    {
        var ids = held.Select(it => it.Id).ToArray();
        return db
            .ConsentRecords.AsNoTracking()
            .Where(consent => ids.Contains(consent.SubscriptionId))
            .ToDictionaryAsync(consent => consent.SubscriptionId, ct);
    }
}

/// <summary>A refusal is kept for ever, and the provider is told (features.md V5, V10).</summary>
internal static class ChargeRefusals
{
    public static void AddRefusal(
        this VasDb db,
        Guid provider,
        Guid? service,
        ChargeAttempt attempt,
        string code,
        DateTimeOffset now
    )
    {
        var refusal = new ChargeRefusal(
            Guid.CreateVersion7(now),
            provider,
            service,
            attempt.Key,
            attempt.Amount,
            code,
            now
        );
        db.ChargeRefusals.Add(refusal);
        db.Outbox.AddRefused(refusal);
    }
}
