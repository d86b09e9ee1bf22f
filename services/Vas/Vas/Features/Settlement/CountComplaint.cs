using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>
/// Something was heard of a case: the fact, the provider's rate and what is said of it are one commit (features.md V7). A
/// case about no value-added service is kept, too, since a later event may name one.
/// </summary>
internal sealed class CountComplaint(VasDb db, PolicyBook book, BusinessClock clock)
{
    public async Task OnceAsync(ConsumeContext context, string consumer, Guid complaintId, Action<ComplaintFact> hear)
    {
        var ct = context.CancellationToken;
        var policies = await book.ReadAsync(ct);
        await using var counting = await db.Database.BeginTransactionAsync(ct);
        await db.LockComplaintAsync(complaintId, ct);
        await context.OnceAsync(db, consumer, ct => CountAsync(complaintId, hear, policies, ct));
        await counting.CommitAsync(ct);
    }

    private async Task CountAsync(
        Guid complaintId,
        Action<ComplaintFact> hear,
        PoliciesInForce policies,
        CancellationToken ct
    )
    {
        var fact = await db.ComplaintFacts.SingleOrDefaultAsync(it => it.ComplaintId == complaintId, ct);
        if (fact is null)
        {
            fact = ComplaintFact.Of(complaintId);
            db.ComplaintFacts.Add(fact);
        }

        var (before, providerBefore) = (CountedIn(fact), fact.ProviderId);
        hear(fact);
        var provider = await ProviderOfAsync(fact.ServiceId, ct);
        var involved = new[] { providerBefore, provider }.OfType<Guid>().ToList();
        await db.LockProvidersAsync(involved, ct);
        if (providerBefore != provider)
        {
            var settled = await IssuedAsync(providerBefore, ct); // what a statement was made of stays as it is
            before.RemoveAll(it => settled.Contains(it.Period));
        }

        fact.Count(provider, await IssuedAsync(provider, ct), policies.Calendar.Zone);

        foreach (var counted in before.Concat(CountedIn(fact)).GroupBy(it => it).Where(it => it.Count() == 1))
        {
            await RecountAsync(counted.Key, fact, policies, ct);
        }
    }

    private static List<CountedIn> CountedIn(ComplaintFact fact) =>
        [
            .. from definition in RateDefinition.All
            where fact.ProviderId is not null && fact.PeriodBy(definition) is not null
            select new CountedIn(fact.ProviderId!.Value, fact.PeriodBy(definition)!, definition),
        ];

    /// <summary>Facts of others are read, this one is known better than the database knows it.</summary>
    private async Task RecountAsync(CountedIn it, ComplaintFact fact, PoliciesInForce policies, CancellationToken ct)
    {
        var others = db.ComplaintFacts.Where(other =>
            other.ComplaintId != fact.ComplaintId && other.ProviderId == it.ProviderId
        );
        others =
            it.Definition == RateDefinition.AllV1
                ? others.Where(other => other.AllPeriod == it.Period)
                : others.Where(other => other.UpheldPeriod == it.Period);
        var complaints = await others.CountAsync(ct) + (CountedIn(fact).Contains(it) ? 1 : 0);
        await db.ComplaintRates.Where(rate => rate.ProviderId == it.ProviderId).LoadAsync(ct);
        var rate = db.ComplaintRates.Local.SingleOrDefault(known =>
            (known.ProviderId, known.Period, known.Definition) == (it.ProviderId, it.Period, it.Definition)
        );
        var zone = policies.Calendar.Zone;
        var start = SettlementMonth.Read(it.Period)!.Value.StartsAt(zone);
        if (rate is null)
        {
            rate = ComplaintRate.Begin(
                it.ProviderId,
                it.Period,
                it.Definition,
                await SubscribersAsync(it.ProviderId, start, ct)
            );
            db.ComplaintRates.Add(rate);
        }

        var version = 1 + db.ComplaintRates.Local.Where(known => known.ProviderId == it.ProviderId).Max(r => r.Version);
        var (previous, now) = (rate.Factor, clock.Now());
        if (!rate.Count(complaints, policies.RateTermsAt(start), version, now))
        {
            return;
        }

        var provider = await db
            .Database.SqlQuery<RatedProvider>(
                $"""
                select number as "Number", definition as "Definition" from providers where id = {it.ProviderId}
                """
            )
            .SingleAsync(ct);
        if (provider.Definition == it.Definition)
        {
            db.Outbox.Add(it.ProviderId, rate.Version, Said(rate, provider.Number, previous, now));
        }
    }

    private static ComplaintRateChanged Said(ComplaintRate rate, string number, decimal previous, DateTimeOffset now) =>
        new(
            rate.ProviderId,
            rate.Version,
            number,
            rate.Period,
            rate.Definition,
            rate.Complaints,
            rate.Subscribers,
            rate.Rate ?? 0,
            rate.Factor,
            previous,
            now
        );

    private async Task<Guid?> ProviderOfAsync(Guid? service, CancellationToken ct) =>
        await db
            .Database.SqlQuery<Guid>($"select provider_id as \"Value\" from vas_services where id = {service}")
            .ToListAsync(ct)
            is [var provider]
            ? provider
            : null;

    private async Task<HashSet<string>> IssuedAsync(Guid? provider, CancellationToken ct) =>
        await db
            .Statements.Where(it => it.ProviderId == provider && it.Status == StatementStatus.Issued)
            .Select(it => it.Period)
            .ToHashSetAsync(ct);

    private Task<int> SubscribersAsync(Guid provider, DateTimeOffset at, CancellationToken ct) =>
        db
            .Database.SqlQuery<int>(
                $"""
                select count(*)::integer as "Value" from vas_subscriptions
                 where provider_id = {provider} and confirmed_at < {at} and (ended_at is null or ended_at >= {at})
                """
            )
            .SingleAsync(ct);
}

/// <summary>One complaint in one month by one definition.</summary>
internal sealed record CountedIn(Guid ProviderId, string Period, string Definition);

internal sealed record RatedProvider(string Number, string Definition);
