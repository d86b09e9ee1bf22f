using System.Linq;
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

/// <summary>
/// Corrects what a provider says of itself: names and hotline; before the approval also licence, contractNumber and
/// definition (features.md V1).
/// </summary>
internal static class PatchProvider
{
    public static void Map(RouteGroupBuilder providers) =>
        providers
            .MapPatch("/{id}", Handle)
            .RequireRoles(Roles.Finance)
            .Accepts<MergePatch>("application/merge-patch+json", "application/json");

    private static async Task<Results<Ok<ProviderView>, NotFound>> Handle(
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

        var now = clock.Now();
        var details = new ProviderDetails(
            patch.Text("nameZh", provider.NameZh, maxLength: 100),
            patch.Text("nameEn", provider.NameEn, maxLength: 100),
            LicenceOf(patch.OptionalText("licence", provider.Licence, maxLength: 50)),
            patch.OptionalText("contractNumber", provider.ContractNumber, maxLength: 50),
            HotlineOf(patch.OptionalText("hotline", provider.Hotline, maxLength: 15)),
            DefinitionOf(patch.Text("definition", provider.Definition, maxLength: 20))
        );
        if (details.Licence != provider.Licence)
        {
            await db.RequireFreeLicenceAsync(details.Licence, provider.Id, now, ct);
        }

        provider.Amend(details, caller.Subject, now);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(ProviderView.Of(provider, (await policies.ReadAsync(ct)).ScoreTermsAt(now), caller));
    }

    internal static string? LicenceOf(string? text, string field = "licence") =>
        text is null
            ? null
            : Licence.NormalForm(text)
                ?? throw new InvalidInput(field, "3 to 50 letters, digits and hyphens are expected.");

    internal static string? HotlineOf(string? text, string field = "hotline") =>
        text is null or { Length: >= 5 and <= 15 } && (text?.All(char.IsAsciiDigit) ?? true)
            ? text
            : throw new InvalidInput(field, "5 to 15 digits are expected.");

    internal static string DefinitionOf(string text, string field = "definition") =>
        ProviderDetails.Definitions.Contains(text)
            ? text
            : throw new InvalidInput(field, $"{string.Join(" or ", ProviderDetails.Definitions)} is expected.");
}
