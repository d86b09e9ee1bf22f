using System;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using ApiConventions.Hub;
using ApiConventions.Lists;
using ApiConventions.Writes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Domain.Partners;

namespace Vas.Features.Partners;

/// <summary>A provider's queue; the answer that makes it also holds the <c>password</c>.</summary>
/// <param name="Address">Scheme, host and port of the broker.</param>
/// <param name="QueueName">The only one that the user may read.</param>
/// <param name="PublishedSequence">The last event of the feed that the queue got.</param>
public sealed record PartnerQueueView(
    Guid Id,
    string Href,
    string Address,
    string VirtualHost,
    string QueueName,
    string UserName,
    long PublishedSequence,
    DateTimeOffset CreatedAt,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "PartnerQueue"
) : IVersioned
{
    public const string Root = "/api/vas/v1/partnerQueues";

    internal static PartnerQueueView Of(PartnerQueue queue, PartnerBrokerAddress address) =>
        new(
            queue.ProviderId,
            $"{Root}/{queue.ProviderId}",
            address.Public,
            address.VirtualHost,
            queue.Name,
            queue.UserName,
            queue.PublishedSequence,
            queue.CreatedAt,
            queue.Version
        );
}

/// <summary>
/// Opens a queue for the caller's events from now on, and a user that may read it and nothing else; the password is shown
/// once (features.md V10). What came before stands in the feed.
/// </summary>
internal static class OpenPartnerQueue
{
    public static void Map(RouteGroupBuilder queues) => queues.MapPost("", Handle).RequireRoles(Roles.Partner);

    private static async Task<Results<Created<PartnerQueueView>, Refusal>> Handle(
        VasDb db,
        Caller caller,
        PartnerBroker broker,
        PartnerBrokerAddress address,
        PartnerExchange exchange,
        WebhookSecrets secrets,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (address.Management is null)
        {
            return new Refusal(StatusCodes.Status503ServiceUnavailable, "queues.unavailable", "No broker is set up.");
        }

        var provider = caller.PartnerId!.Value;
        var last = await db
            .PartnerHeads.Where(head => head.ProviderId == provider)
            .Select(head => head.LastSequence)
            .SingleOrDefaultAsync(ct);
        var queue = PartnerQueue.Open(provider, last, clock.Now());

        // The row first: of two at once the second waits for it, so the password that was shown is the user's.
        await using var own = await db.BeginOwnAsync(ct);
        await AddAsync(db, queue, ct);
        await broker.OpenAsync(queue, PasswordOf(secrets, provider, queue.CreatedAt), ct);
        await exchange.DeclareAsync(queue, ct);
        await own.CommitOwnAsync(ct);
        var view = PartnerQueueView.Of(queue, address);
        return TypedResults.Created(view.Href, view);
    }

    /// <exception cref="RuleViolation"><c>queue.exists</c>.</exception>
    private static async Task AddAsync(VasDb db, PartnerQueue queue, CancellationToken ct)
    {
        const string OneEach = "partner_queues_pkey";
        db.PartnerQueues.Add(queue);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: OneEach })
        {
            throw new RuleViolation("queue.exists", "There is one; remove it to get another with a new password.");
        }
    }

    /// <summary>As with webhooks' secrets: derived whenever it is needed, so it stands nowhere; another for every queue.</summary>
    internal static string PasswordOf(WebhookSecrets secrets, Guid provider, DateTimeOffset createdAt) =>
        Convert.ToHexStringLower(secrets.Of(provider, $"amqp-{createdAt.UtcTicks}"));
}

/// <summary>The caller's queue, if it has one.</summary>
internal static class ListPartnerQueues
{
    private static readonly Listing<PartnerQueue> Listing = new();

    public static void Map(RouteGroupBuilder queues) => queues.MapGet("", Handle).RequireRoles(Roles.Partner);

    private static Task<ListAnswer<PartnerQueueView>> Handle(
        HttpContext http,
        VasDb db,
        Caller caller,
        PartnerBrokerAddress address,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.PartnerQueues.AsNoTracking()
                .Where(queue => queue.ProviderId == caller.PartnerId)
                .OrderBy(queue => queue.ProviderId),
            http,
            queue => PartnerQueueView.Of(queue, address),
            ct
        );
}

/// <summary>Removes the caller's queue with what still lies in it, its user and the user's connections.</summary>
internal static class RemovePartnerQueue
{
    public static void Map(RouteGroupBuilder queues) => queues.MapDelete("/{id}", Handle).RequireRoles(Roles.Partner);

    private static async Task<Results<NoContent, NotFound>> Handle(
        string id,
        VasDb db,
        Caller caller,
        PartnerBroker broker,
        PartnerExchange exchange,
        CancellationToken ct
    )
    {
        await using var own = await db.BeginOwnAsync(ct);
        var queue =
            Ids.TryRead(id, out var key) && key == caller.PartnerId
                ? await db
                    .PartnerQueues.FromSql($"select * from partner_queues where provider_id = {key} for update")
                    .SingleOrDefaultAsync(ct)
                : null;
        if (queue is null)
        {
            return TypedResults.NotFound();
        }

        // The row is held, so nobody publishes meanwhile; it goes last, so while the broker is away it can be asked again.
        await broker.CloseAsync(queue, ct);
        exchange.Forget(queue);
        db.PartnerQueues.Remove(queue);
        await db.SaveChangesAsync(ct);
        await own.CommitOwnAsync(ct);
        return TypedResults.NoContent();
    }
}
