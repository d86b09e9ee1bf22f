using System;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Providers;

namespace Vas.Features.Providers.Sanctions;

/// <param name="IsRight">Whether the provider is right; then the sanction ends.</param>
/// <param name="Answer">What the provider is told.</param>
public sealed record DecideSanctionObjectionRequest(
    [Required(ErrorMessage = "It is mandatory.")] bool? IsRight,
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(2000, MinimumLength = 5, ErrorMessage = "5 to 2000 characters are expected.")
    ]
        string Answer
);

/// <summary>Somebody else than who imposed a sanction decides on the provider's objection (features.md V9).</summary>
internal static class DecideSanctionObjection
{
    public static void Map(RouteGroupBuilder sanctions) =>
        sanctions.MapPost("/{id}/objections/{objectionId}/decision", Handle).RequireRoles([.. ProviderRoles.Judges]);

    private static async Task<Results<Ok<SanctionView>, NotFound>> Handle(
        string id,
        string objectionId,
        DecideSanctionObjectionRequest request,
        VasDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var sanction = await db.Sanctions.WithIdAsync(id, ct);
        if (
            sanction is null
            || !Ids.TryRead(objectionId, out var objection)
            || sanction.Objections.All(it => it.Id != objection)
        )
        {
            return TypedResults.NotFound();
        }

        await DecideAsync(db, sanction, objection, request, caller, clock.Now(), ct);
        return TypedResults.Ok(SanctionView.Of(sanction, caller));
    }

    private static async Task DecideAsync(
        VasDb db,
        Sanction sanction,
        Guid objection,
        DecideSanctionObjectionRequest request,
        Caller caller,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var provider = await db.Providers.SingleAsync(it => it.Id == sanction.ProviderId, ct);
        var otherStops = await db.HasOtherStopsAsync(sanction, ct);
        sanction.DecideObjection(
            objection,
            request.IsRight!.Value,
            request.Answer,
            provider,
            otherStops,
            caller.Subject,
            now
        );
        if (request.IsRight.Value)
        {
            await db.RecordEndAsync(provider, sanction, now, ct);
        }

        await db.SaveChangesAsync(ct);
    }
}
