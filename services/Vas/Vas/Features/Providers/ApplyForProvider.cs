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

/// <param name="Licence">Number of its licence for value-added services: letters, digits and hyphens.</param>
/// <param name="Definition">Which complaints count against it, as its contract names it; upheld-v1 unless given.</param>
public sealed record ApplyForProviderRequest(
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(100, MinimumLength = 2, ErrorMessage = "2 to 100 characters are expected.")
    ]
        string NameZh,
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(100, MinimumLength = 2, ErrorMessage = "2 to 100 characters are expected.")
    ]
        string NameEn,
    [
        Required(ErrorMessage = "It is mandatory."),
        RegularExpression("^[0-9A-Za-z-]{3,50}$", ErrorMessage = "3 to 50 letters, digits and hyphens are expected.")
    ]
        string Licence,
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(50, MinimumLength = 1, ErrorMessage = "1 to 50 characters are expected.")
    ]
        string ContractNumber,
    [
        Required(ErrorMessage = "It is mandatory."),
        RegularExpression("^[0-9]{5,15}$", ErrorMessage = "5 to 15 digits are expected.")
    ]
        string Hotline,
    [MaxLength(10, ErrorMessage = "At most 10 are taken.")] IReadOnlyList<ContactView?>? Contacts,
    [AllowedValues(
        null,
        ProviderDetails.Upheld,
        ProviderDetails.All,
        ErrorMessage = "upheld-v1 or all-v1 is expected."
    )]
        string? Definition
);

/// <summary>The first of two persons registers a service provider (features.md V1).</summary>
internal static class ApplyForProvider
{
    public static void Map(RouteGroupBuilder providers) => providers.MapPost("", Handle).RequireRoles(Roles.Finance);

    private static async Task<Created<ProviderView>> Handle(
        ApplyForProviderRequest request,
        ProviderIntake intake,
        Caller caller,
        CancellationToken ct
    )
    {
        var details = new ProviderDetails(
            request.NameZh,
            request.NameEn,
            Licence.NormalForm(request.Licence),
            request.ContractNumber,
            request.Hotline,
            request.Definition ?? ProviderDetails.Upheld
        );
        var (provider, terms) = await intake.TakeAsync(details, Contacts(request.Contacts), ct);
        var view = ProviderView.Of(provider, terms, caller);
        return TypedResults.Created(view.Href, view);
    }

    internal static IReadOnlyList<ProviderContact> Contacts(IReadOnlyList<ContactView?>? contacts) =>
        [
            .. (contacts ?? []).Select(
                (contact, place) =>
                    contact?.ToContact() ?? throw new InvalidInput($"contacts[{place}]", "An object is expected.")
            ),
        ];
}
