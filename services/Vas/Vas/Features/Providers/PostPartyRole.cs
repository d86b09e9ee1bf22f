using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Security;
using Vas.Domain.Providers;

namespace Vas.Features.Providers;

/// <summary>A TMF669 party role to register; other members are tolerated, status is ours to set.</summary>
/// <param name="Characteristic">
/// nameEn, licence, contractNumber, hotline and definition; what is missing can be added until somebody approves.
/// </param>
public sealed record PostPartyRoleRequest(
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(100, MinimumLength = 1, ErrorMessage = "1 to 100 characters are expected.")
    ]
        string Name,
    [MaxLength(20, ErrorMessage = "At most 20 are taken.")] IReadOnlyList<CharacteristicRequest?>? Characteristic
);

public sealed record CharacteristicRequest(
    [Required(ErrorMessage = "It is mandatory.")] string Name,
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(100, MinimumLength = 1, ErrorMessage = "1 to 100 characters are expected.")
    ]
        string Value
);

/// <summary>Registers a service provider by TMF669, to be approved by a second person (features.md V1).</summary>
internal static class PostPartyRole
{
    private const string Field = "characteristic";

    public static void Map(RouteGroupBuilder roles) => roles.MapPost("", Handle).RequireRoles(Roles.Finance);

    private static async Task<Created<PartyRoleView>> Handle(
        PostPartyRoleRequest request,
        ProviderIntake intake,
        CancellationToken ct
    )
    {
        var named = (request.Characteristic ?? []).ToLookup(it => it?.Name, it => it?.Value);
        var details = new ProviderDetails(
            request.Name,
            Of("nameEn") ?? request.Name,
            PatchProvider.LicenceOf(Of("licence"), Field),
            Of("contractNumber"),
            PatchProvider.HotlineOf(Of("hotline"), Field),
            PatchProvider.DefinitionOf(Of("definition") ?? ProviderDetails.Upheld, Field)
        );
        var (provider, terms) = await intake.TakeAsync(details, [], ct);
        var view = PartyRoleView.Of(provider, terms);
        return TypedResults.Created(view.Href, view);

        string? Of(string name) =>
            named[name].Take(2).ToList() is [_, _]
                ? throw new InvalidInput(Field, $"{name} is there twice.")
                : named[name].SingleOrDefault();
    }
}
