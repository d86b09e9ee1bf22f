using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Notifications.Contracts.Events.V1;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.Telemetry;
using Vas.Data;
using Vas.Domain.Partners;

namespace Vas.Features.Partners;

/// <summary>
/// Whatever use case says something of a provider, the provider's feed has it by the same commit (features.md V10): the row
/// with the next number, and one delivery for each endpoint that wants it. Numbers are taken last before the save, and the
/// heads they come from are held until the commit: no gap, and nobody sees a number before the one below it.
/// </summary>
internal static class PartnerFeed
{
    public const string Owner = "vas";

    /// <summary>What is about to be saved and providers are told of, in the order in which it was said.</summary>
    public static List<SaidFact> FactsToSave(VasDb db) =>
        [
            .. from entry in db.ChangeTracker.Entries<OutboxMessage>()
            where entry.State == EntityState.Added
            orderby entry.Property(said => said.Position).CurrentValue
            let fact = PartnerFacts.Read(entry.Entity.EventType, entry.Entity.Body)
            where fact is not null
            select new SaidFact(fact, entry.Entity.Traceparent),
        ];

    /// <param name="db">The unit of work, in a transaction; the caller saves it.</param>
    /// <param name="said">At least one, in the order in which they stand in the feeds.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task AddAsync(VasDb db, IReadOnlyCollection<SaidFact> said, CancellationToken ct)
    {
        var next = await TakeNumbersAsync(db, said, ct);
        var providers = next.Keys.ToList();
        var endpoints = await db
            .PartnerEndpoints.AsNoTracking()
            .Where(endpoint => providers.Contains(endpoint.ProviderId))
            .ToListAsync(ct);
        var endpointsOf = endpoints.ToLookup(endpoint => endpoint.ProviderId);
        var now = TimeProvider.System.Now(); // retention and rotations run on the system's time
        foreach (var (fact, traceparent) in said)
        {
            // A sweep says many things in many traces and saves once.
            using var span =
                traceparent == StoredTrace.Current ? null : StoredTrace.Continue("tell partner", traceparent);
            var (provider, sequence) = (fact.ProviderId, next[fact.ProviderId]++);
            var id = Guid.CreateVersion7();
            var body = CloudEvent.Render(id, fact.Type, fact.Subject, sequence, fact.Data, fact.At);
            db.PartnerEvents.Add(PartnerEvent.Of(provider, sequence, id, fact.Type, body, now, StoredTrace.Current));
            foreach (var endpoint in endpointsOf[provider].Where(endpoint => endpoint.Wants(fact.Type)))
            {
                db.Deliver(endpoint, fact.Type, body, now);
            }
        }
    }

    /// <summary>Asks Notifications to deliver; leaves with the caller's commit.</summary>
    internal static void Deliver(
        this VasDb db,
        PartnerEndpoint endpoint,
        string type,
        string body,
        DateTimeOffset now
    ) =>
        db.Outbox.Add(
            endpoint.Id,
            endpoint.Version,
            new DeliveryRequested(
                Guid.CreateVersion7(),
                endpoint.Id,
                Owner,
                endpoint.Url,
                type,
                CloudEvent.ContentType,
                body,
                now,
                endpoint.ProviderId,
                endpoint.SigningGenerations(now)
            )
        );

    /// <summary>Everybody takes them by the provider's id: those who tell many wait for each other and never in a ring.</summary>
    /// <returns>Of each provider the first number that is ours.</returns>
    private static async Task<Dictionary<Guid, long>> TakeNumbersAsync(
        VasDb db,
        IReadOnlyCollection<SaidFact> said,
        CancellationToken ct
    )
    {
        var counts = said.CountBy(it => it.Fact.ProviderId).ToList();
        var (providers, wanted) = (
            counts.ConvertAll(it => it.Key).ToArray(),
            counts.ConvertAll(it => (long)it.Value).ToArray()
        );
        var taken = await db
            .Database.SqlQuery<LastNumber>(
                $"""
                insert into partner_heads as head (provider_id, last_sequence)
                select provider_id, wanted from unnest({providers}, {wanted}) w (provider_id, wanted) order by provider_id
                    on conflict (provider_id) do update set last_sequence = head.last_sequence + excluded.last_sequence
                returning provider_id as "ProviderId", last_sequence as "Last"
                """
            )
            .ToListAsync(ct);
        return taken
            .Join(counts, it => it.ProviderId, it => it.Key, (it, count) => (it, count.Value))
            .ToDictionary(it => it.it.ProviderId, it => it.it.Last - it.Value + 1);
    }

    private sealed record LastNumber(Guid ProviderId, long Last);
}

/// <param name="Traceparent">The trace that said it, in which the provider is told (P2).</param>
internal sealed record SaidFact(PartnerFact Fact, string? Traceparent);
