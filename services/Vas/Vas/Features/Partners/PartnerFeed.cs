using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Notifications.Contracts.Events.V1;
using Rules;
using ServiceDefaults.Telemetry;
using Vas.Data;
using Vas.Domain.Partners;

namespace Vas.Features.Partners;

/// <summary>
/// Adds to a provider's feed (features.md V10): the row with the next number and one delivery for each endpoint that
/// wants it, all in the unit of work of whoever calls. The head is held until its transaction ends, so numbers have no
/// gaps and are seen in order; without a transaction two at the same moment meet at its concurrency token.
/// </summary>
internal static class PartnerFeed
{
    public const string Owner = "vas";

    /// <param name="db">The unit of work; the caller saves it.</param>
    /// <param name="providerId">Who is told.</param>
    /// <param name="type">One of <see cref="CloudEvent.Types"/>.</param>
    /// <param name="subject">What it is about: <c>statement/0190…</c>.</param>
    /// <param name="data">The facts, without personal data that the provider may not know.</param>
    /// <param name="now">When the fact came about.</param>
    /// <param name="ct">Cancels the reads.</param>
    internal static Task AddAsync(
        this VasDb db,
        Guid providerId,
        string type,
        string subject,
        object data,
        DateTimeOffset now,
        CancellationToken ct
    ) => db.AddToFeedAsync(Guid.CreateVersion7(), providerId, type, subject, data, now, ct);

    /// <param name="eventId">The message that brought the fact: a second copy of it cannot be added.</param>
    internal static async Task AddToFeedAsync(
        this VasDb db,
        Guid eventId,
        Guid providerId,
        string type,
        string subject,
        object data,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var head = await db.HoldPartnerHeadAsync(providerId, ct);
        var sequence = head.Next();
        var body = CloudEvent.Render(eventId, type, subject, sequence, data, at);
        var now = TimeProvider.System.Now(); // retention and rotations run on the system's time
        db.PartnerEvents.Add(PartnerEvent.Of(providerId, sequence, eventId, type, body, now, StoredTrace.Current));
        foreach (var endpoint in await EndpointsOfAsync(db, providerId, ct))
        {
            if (endpoint.Wants(type))
            {
                db.Deliver(endpoint, type, body, now);
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

    private static Task<PartnerEndpoint[]> EndpointsOfAsync(VasDb db, Guid providerId, CancellationToken ct) =>
        db.PartnerEndpoints.AsNoTracking().Where(endpoint => endpoint.ProviderId == providerId).ToArrayAsync(ct);
}
