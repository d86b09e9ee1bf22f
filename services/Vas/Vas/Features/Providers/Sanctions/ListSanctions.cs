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

namespace Vas.Features.Providers.Sanctions;

/// <summary>Sanctions that the caller may see, newest first; a provider sees its own (features.md V9).</summary>
internal static class ListSanctions
{
    private static readonly Listing<Sanction> Listing = new Listing<Sanction>()
        .FilterBy("providerId", id => Ids.TryRead(id, out var key) ? it => it.ProviderId == key : _ => false)
        .FilterBy("kind", word => Words.Read<SanctionKind>(word) is { } kind ? it => it.Kind == kind : null)
        .FilterBy("cause", word => Words.Read<SanctionCause>(word) is { } cause ? it => it.Cause == cause : null)
        .FilterBy("status", word => Words.Read<SanctionStatus>(word) is { } status ? it => it.Status == status : null);

    public static void Map(RouteGroupBuilder sanctions) =>
        sanctions.MapGet("", Handle).RequireRoles([Roles.Partner, .. ProviderRoles.Staff]);

    private static Task<ListAnswer<SanctionView>> Handle(
        HttpContext http,
        VasDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.Sanctions.AsNoTracking().VisibleTo(caller).OrderByDescending(it => it.ImposedAt).ThenBy(it => it.Id),
            http,
            it => SanctionView.Of(it, caller),
            ct
        );
}
