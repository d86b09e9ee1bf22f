using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using ApiConventions.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Providers;

namespace Vas.Features.Providers;

/// <summary>Renames a provider by TMF669; a status is reached by an action of its own and never by a patch.</summary>
internal static class PatchPartyRole
{
    public static void Map(RouteGroupBuilder roles) =>
        roles
            .MapPatch("/{id}", Handle)
            .RequireRoles(Roles.Finance)
            .Accepts<MergePatch>("application/merge-patch+json", "application/json");

    private static async Task<Results<Ok<PartyRoleView>, NotFound>> Handle(
        string id,
        MergePatch patch,
        VasDb db,
        PolicyBook policies,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var provider = await db.Providers.WithIdAsync(id, ct);
        if (provider is null)
        {
            return TypedResults.NotFound();
        }

        var status =
            Words.Read<ProviderStatus>(patch.Text("status", provider.Status.ToWord(), maxLength: 50))
            ?? throw new InvalidInput("status", $"One of {Words.All<ProviderStatus>()} is expected.");
        if (status != provider.Status)
        {
            throw new RuleViolation(
                "provider.status-needs-action",
                "A provider's status changes by its approval, rejection and sanctions only."
            );
        }

        var now = clock.Now();
        provider.Amend(
            new ProviderDetails(
                patch.Text("name", provider.NameZh, maxLength: 100),
                provider.NameEn,
                provider.Licence,
                provider.ContractNumber,
                provider.Hotline,
                provider.Definition
            ),
            caller.Subject,
            now
        );
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(PartyRoleView.Of(provider, (await policies.ReadAsync(ct)).ScoreTermsAt(now)));
    }
}
