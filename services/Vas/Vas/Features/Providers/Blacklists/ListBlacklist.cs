using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Domain.Providers;

namespace Vas.Features.Providers.Blacklists;

/// <summary>The blacklist with what was taken off or ran out, newest first (features.md V12).</summary>
internal static class ListBlacklist
{
    private static readonly Listing<BlacklistEntry> Listing = new Listing<BlacklistEntry>()
        .FilterBy("kind", word => Words.Read<BlacklistKind>(word) is { } kind ? it => it.Kind == kind : null)
        .FilterBy("value", value => it => it.Value == value)
        .FilterBy("source", source => it => it.Source == source);

    public static void Map(RouteGroupBuilder blacklist) =>
        blacklist.MapGet("", Handle).RequireRoles([.. ProviderRoles.Staff]);

    private static Task<ListAnswer<BlacklistEntryView>> Handle(HttpContext http, VasDb db, CancellationToken ct) =>
        Listing.AnswerAsync(
            db.Blacklist.AsNoTracking().OrderByDescending(it => it.ListedAt).ThenBy(it => it.Id),
            http,
            BlacklistEntryView.Of,
            ct
        );

    internal static Task<BlacklistEntry?> WithIdAsync(
        this IQueryable<BlacklistEntry> entries,
        string id,
        CancellationToken ct
    ) =>
        Ids.TryRead(id, out var key)
            ? entries.SingleOrDefaultAsync(it => it.Id == key, ct)
            : Task.FromResult<BlacklistEntry?>(null);
}
