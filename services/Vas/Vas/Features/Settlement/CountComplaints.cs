using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>
/// Something was heard of cases: the facts, the providers' rates and what is said of them are one commit (features.md V7). A
/// case about no value-added service is kept, too, since a later event may name one. Each case moves its rate by itself and
/// is said in its own trace, however many come together.
/// </summary>
internal sealed class CountComplaints(VasDb db, PolicyBook book, BusinessClock clock)
{
    public Task OnceEachAsync<TEvent>(
        ConsumeContext<Batch<TEvent>> context,
        string consumer,
        Func<TEvent, CaseEvent> read
    )
        where TEvent : class =>
        context.OnceEachAsync(
            db,
            consumer,
            (news, ct) => CountAsync([.. news.Select(it => (read(it.Message), it.Traceparent()))], ct)
        );

    private async Task CountAsync(IReadOnlyCollection<(CaseEvent Event, string? Trace)> heard, CancellationToken ct)
    {
        var policies = await book.ReadAsync(ct);
        var facts = await LockFactsAsync([.. heard.Select(it => it.Event.ComplaintId).Distinct()], ct);
        var providerOf = await ProvidersAsync(
            [.. facts.Values.Select(fact => fact.ServiceId), .. heard.Select(it => it.Event.Case.ServiceId)],
            ct
        );
        var involved = facts.Values.Select(fact => fact.ProviderId).OfType<Guid>().Union(providerOf.Values).ToList();
        await db.LockProvidersAsync(involved, ct);
        var issued = await IssuedAsync(involved, ct);

        var moves = new List<Move>();
        foreach (var (it, trace) in heard)
        {
            var fact = facts[it.ComplaintId];
            var (before, providerBefore) = (CountedIn(fact), fact.ProviderId);
            it.Hear(fact);
            var provider =
                fact.ServiceId is { } service && providerOf.TryGetValue(service, out var id) ? id : (Guid?)null;
            if (providerBefore is { } left && left != provider)
            {
                before.RemoveAll(month => issued[left].Contains(month.Period)); // what a statement was made of stays as it is
            }

            fact.Count(provider, provider is { } its ? issued[its].ToHashSet() : [], policies.Calendar.Zone);
            var after = CountedIn(fact);
            moves.AddRange(before.Except(after).Select(month => new Move(month, -1, trace)));
            moves.AddRange(after.Except(before).Select(month => new Move(month, 1, trace)));
        }

        await RecountAsync(moves, policies, ct);
    }

    private async Task<Dictionary<Guid, ComplaintFact>> LockFactsAsync(List<Guid> complaints, CancellationToken ct)
    {
        await db.LockComplaintsAsync(complaints, ct);
        var facts = await db
            .ComplaintFacts.Where(fact => complaints.Contains(fact.ComplaintId))
            .ToDictionaryAsync(fact => fact.ComplaintId, ct);
        foreach (var complaint in complaints.Where(complaint => !facts.ContainsKey(complaint)))
        {
            facts.Add(complaint, db.ComplaintFacts.Add(ComplaintFact.Of(complaint)).Entity);
        }

        return facts;
    }

    /// <returns>By service; one that nobody offers is left out.</returns>
    private async Task<Dictionary<Guid, Guid>> ProvidersAsync(IEnumerable<Guid?> services, CancellationToken ct)
    {
        var named = services.OfType<Guid>().Distinct().ToList();
        return named.Count == 0
            ? []
            : await db
                .Services.Where(service => named.Contains(service.Id))
                .Select(service => new { service.Id, service.ProviderId })
                .ToDictionaryAsync(service => service.Id, service => service.ProviderId, ct);
    }

    /// <returns>The months of each provider whose statements are issued.</returns>
    private async Task<ILookup<Guid, string>> IssuedAsync(List<Guid> providers, CancellationToken ct)
    {
        var statements = await db
            .Statements.Where(it => providers.Contains(it.ProviderId) && it.Status == StatementStatus.Issued)
            .Select(it => new { it.ProviderId, it.Period })
            .ToListAsync(ct);
        return statements.ToLookup(it => it.ProviderId, it => it.Period);
    }

    private static List<CountedIn> CountedIn(ComplaintFact fact) =>
        [
            .. from definition in RateDefinition.All
            where fact.ProviderId is not null && fact.PeriodBy(definition) is not null
            select new CountedIn(fact.ProviderId!.Value, fact.PeriodBy(definition)!, definition),
        ];

    /// <summary>Counted are the facts as they stand in the database; each move comes on top of it in its turn.</summary>
    private async Task RecountAsync(List<Move> moves, PoliciesInForce policies, CancellationToken ct)
    {
        if (moves.Count == 0)
        {
            return;
        }

        var months = await MonthsAsync([.. moves.Select(move => move.Of).Distinct()], ct);
        var rates = await RatesAsync(months.Keys, policies.Calendar.Zone, ct);
        var complaints = months.ToDictionary(it => it.Key, it => it.Value.Complaints);
        var versions = months
            .Values.DistinctBy(it => it.ProviderId)
            .ToDictionary(it => it.ProviderId, it => it.LastVersion);
        var now = clock.Now();
        foreach (var (counted, by, trace) in moves)
        {
            var (month, rate) = (months[counted], rates[counted]);
            var previous = rate.Factor;
            var terms = policies.RateTermsAt(StartOf(counted.Period, policies.Calendar.Zone));
            var hasMoved = rate.Count(complaints[counted] += by, terms, ++versions[counted.ProviderId], now);
            if (hasMoved && month.ContractDefinition == counted.Definition)
            {
                using var span = StoredTrace.Continue("count complaint", trace, ActivityKind.Consumer);
                db.Outbox.Add(counted.ProviderId, rate.Version, Said(rate, month.ProviderNumber, previous, now));
            }
        }
    }

    private async Task<Dictionary<CountedIn, RatedMonth>> MonthsAsync(List<CountedIn> counted, CancellationToken ct)
    {
        var (providers, periods, definitions) = (
            counted.ConvertAll(it => it.ProviderId).ToArray(),
            counted.ConvertAll(it => it.Period).ToArray(),
            counted.ConvertAll(it => it.Definition).ToArray()
        );
        return await db
            .Database.SqlQuery<RatedMonth>(
                $"""
                select c.provider_id as "ProviderId", c.period as "Period", c.definition as "Definition",
                       p.number as "ProviderNumber", p.definition as "ContractDefinition",
                       (case when c.definition = {RateDefinition.AllV1}
                             then (select count(*) from complaint_facts f
                                    where f.provider_id = c.provider_id and f.all_period = c.period)
                             else (select count(*) from complaint_facts f
                                    where f.provider_id = c.provider_id and f.upheld_period = c.period)
                         end)::integer as "Complaints",
                       (select coalesce(max(r.version), 0) from complaint_rates r
                         where r.provider_id = c.provider_id) as "LastVersion"
                  from unnest({providers}, {periods}, {definitions}) c (provider_id, period, definition)
                  join providers p on p.id = c.provider_id
                """
            )
            .ToDictionaryAsync(it => new CountedIn(it.ProviderId, it.Period, it.Definition), ct);
    }

    private async Task<Dictionary<CountedIn, ComplaintRate>> RatesAsync(
        IReadOnlyCollection<CountedIn> counted,
        TimeZoneInfo zone,
        CancellationToken ct
    )
    {
        var (providers, periods) = (
            counted.Select(it => it.ProviderId).Distinct().ToList(),
            counted.Select(it => it.Period).Distinct().ToList()
        );
        var rates = await db
            .ComplaintRates.Where(rate => providers.Contains(rate.ProviderId) && periods.Contains(rate.Period))
            .ToDictionaryAsync(rate => new CountedIn(rate.ProviderId, rate.Period, rate.Definition), ct);
        foreach (var it in counted.Where(it => !rates.ContainsKey(it)))
        {
            var subscribers = await SubscribersAsync(it.ProviderId, StartOf(it.Period, zone), ct);
            var rate = ComplaintRate.Begin(it.ProviderId, it.Period, it.Definition, subscribers);
            rates.Add(it, db.ComplaintRates.Add(rate).Entity);
        }

        return rates;
    }

    private Task<int> SubscribersAsync(Guid provider, DateTimeOffset at, CancellationToken ct) =>
        db
            .Database.SqlQuery<int>(
                $"""
                select count(*)::integer as "Value" from vas_subscriptions
                 where provider_id = {provider} and confirmed_at < {at} and (ended_at is null or ended_at >= {at})
                """
            )
            .SingleAsync(ct);

    private static DateTimeOffset StartOf(string period, TimeZoneInfo zone) =>
        SettlementMonth.Read(period)!.Value.StartsAt(zone);

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

    /// <summary>A complaint that counts in a month, or does not any more.</summary>
    /// <param name="By">1 or -1.</param>
    /// <param name="Trace">Of the case's event, in which the rate's change is said (P2).</param>
    private sealed record Move(CountedIn Of, int By, string? Trace);

    private sealed record RatedMonth(
        Guid ProviderId,
        string Period,
        string Definition,
        string ProviderNumber,
        string ContractDefinition,
        int Complaints,
        long LastVersion
    );
}

/// <summary>What an event says of a case.</summary>
/// <param name="Hear">Enters it into what is known of the case.</param>
internal sealed record CaseEvent(Guid ComplaintId, CaseHeard Case, Action<ComplaintFact> Hear);

/// <summary>A provider's month by one definition.</summary>
internal sealed record CountedIn(Guid ProviderId, string Period, string Definition);
