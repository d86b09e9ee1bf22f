using System;
using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Tariffs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Tariffs;

/// <param name="EffectiveFrom">Its first day, local date.</param>
/// <param name="CopyNewest">Whether it begins with what the newest published catalogue has; empty otherwise.</param>
public sealed record DraftCatalogueRequest(
    [Required(ErrorMessage = "It is mandatory.")] DateOnly? EffectiveFrom,
    bool CopyNewest
);

/// <summary>Begins the next catalogue, empty or with what the newest published one has (features.md B1).</summary>
internal static class DraftCatalogue
{
    public static void Map(RouteGroupBuilder catalogues) => catalogues.MapPost("", Handle).RequireRoles(Roles.Finance);

    private static async Task<Created<CatalogueView>> Handle(
        DraftCatalogueRequest request,
        BillingDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var newest = request.CopyNewest ? await db.Catalogues.AsNoTracking().WithContent().NewestAsync(ct) : null;
        if (request.CopyNewest && newest is null)
        {
            throw new RuleViolation("catalogue.nothing-to-copy", "No catalogue is published yet.");
        }

        // Of two drafts begun in the same moment a unique index lets one have the number.
        var last = await db.Catalogues.MaxAsync(catalogue => (int?)catalogue.Number, ct) ?? 0;
        var draft = Catalogue.Draft(last + 1, request.EffectiveFrom!.Value, newest, caller.Subject, clock.Now());

        db.Catalogues.Add(draft);
        await db.SaveChangesAsync(ct);

        var view = CatalogueView.Of(draft);
        return TypedResults.Created(view.Href, view);
    }
}
