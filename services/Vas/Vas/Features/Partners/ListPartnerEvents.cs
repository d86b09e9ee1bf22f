using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Security;
using Vas.Data;

namespace Vas.Features.Partners;

/// <summary>A stretch of the caller's feed.</summary>
/// <param name="Events">CloudEvents 1.0, in the order of their sequence, without a gap.</param>
/// <param name="NextCursor">What to ask with as <c>after</c> the next time; it stays when there was nothing.</param>
/// <param name="HasMore">True when asking again at once brings more.</param>
public sealed record PartnerEventsPage(IReadOnlyList<JsonElement> Events, string NextCursor, bool HasMore);

/// <summary>
/// The caller's own events after a cursor, strictly in order (features.md V10). Whoever was away goes on from the cursor
/// it kept; events are kept for 90 days. What an older cursor misses is said with 409 <c>feed.expired</c>.
/// </summary>
internal static class ListPartnerEvents
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public static void Map(RouteGroupBuilder feed) => feed.MapGet("", Handle).RequireRoles(Roles.Partner);

    private static async Task<Ok<PartnerEventsPage>> Handle(
        string? after,
        string? limit,
        VasDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var cursor = Number("after", after, fallback: 0, max: long.MaxValue - 1);
        var count = (int)Number("limit", limit, DefaultLimit, MaxLimit);

        // Read first: what is added from now on is none of those that are no longer kept.
        var last = await LastAsync(db, caller, ct);
        var mine = db.PartnerEvents.AsNoTracking().Where(@event => @event.ProviderId == caller.PartnerId);
        var found = await mine.Where(@event => @event.Sequence > cursor)
            .OrderBy(@event => @event.Sequence)
            .Take(count + 1)
            .Select(@event => new { @event.Sequence, @event.Body })
            .ToListAsync(ct);

        // No gaps are written, so a first one that is not the next shows what was there and is no longer kept.
        var next = found.Count > 0 ? found[0].Sequence : last + 1;
        if (next > cursor + 1)
        {
            throw new RuleViolation(
                "feed.expired",
                $"Events before {next} are no longer kept; go on after {next - 1}."
            );
        }

        var page = found.Take(count).ToList();
        return TypedResults.Ok(
            new PartnerEventsPage(
                [.. page.Select(@event => JsonElement.Parse(@event.Body))],
                $"{(page.Count > 0 ? page[^1].Sequence : cursor)}",
                found.Count > count
            )
        );
    }

    private static async Task<long> LastAsync(VasDb db, Caller caller, CancellationToken ct) =>
        await db
            .PartnerHeads.AsNoTracking()
            .Where(head => head.ProviderId == caller.PartnerId)
            .Select(head => head.LastSequence)
            .SingleOrDefaultAsync(ct);

    private static long Number(string field, string? text, long fallback, long max) =>
        text is null ? fallback
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max ? number
        : throw new InvalidInput(field, $"A whole number from 0 to {max} is expected.");
}
