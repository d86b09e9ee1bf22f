using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;

namespace Vas.Features.Providers;

public sealed record ReplaceContactsRequest(
    [Required(ErrorMessage = "It is mandatory."), MaxLength(10, ErrorMessage = "At most 10 are taken.")]
        IReadOnlyList<ContactView?> Contacts
);

/// <summary>Who at the provider can be asked: by finance, or by the provider itself (features.md V1).</summary>
internal static class ReplaceContacts
{
    public static void Map(RouteGroupBuilder providers) =>
        providers.MapPut("/{id}/contacts", Handle).RequireRoles(Roles.Finance, Roles.Partner);

    private static async Task<Results<Ok<ProviderView>, NotFound>> Handle(
        string id,
        ReplaceContactsRequest request,
        VasDb db,
        PolicyBook policies,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var provider = await db.Providers.VisibleTo(caller).WithIdAsync(id, ct);
        if (provider is null)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        provider.ReplaceContacts(ApplyForProvider.Contacts(request.Contacts), now);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(ProviderView.Of(provider, (await policies.ReadAsync(ct)).ScoreTermsAt(now), caller));
    }
}
