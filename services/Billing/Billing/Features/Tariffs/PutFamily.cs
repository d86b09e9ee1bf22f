using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Billing.Data;
using Billing.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Security;

namespace Billing.Features.Tariffs;

/// <param name="CustomerGroup">residential, business or keyAccount.</param>
public sealed record PutFamilyRequest(
    [Required(ErrorMessage = "It is mandatory.")] string CustomerGroup,
    [Required(ErrorMessage = "It is mandatory."), StringLength(100, ErrorMessage = "At most 100 characters are taken.")]
        string NameZh,
    [Required(ErrorMessage = "It is mandatory."), StringLength(100, ErrorMessage = "At most 100 characters are taken.")]
        string NameEn
);

/// <summary>Puts a plan family into a draft, or changes the one that has the code.</summary>
internal static class PutFamily
{
    public static void Map(RouteGroupBuilder catalogues) =>
        catalogues.MapPut("/{id}/families/{code}", Handle).RequireRoles(Roles.Finance);

    private static async Task<Results<Ok<CatalogueView>, NotFound>> Handle(
        string id,
        string code,
        PutFamilyRequest request,
        BillingDb db,
        CancellationToken ct
    )
    {
        var catalogue = await db.Catalogues.WithIdAsync(id, ct);
        if (catalogue is null)
        {
            return TypedResults.NotFound();
        }

        var group = TariffWords.Word<CustomerGroup>("customerGroup", request.CustomerGroup);
        catalogue.PutFamily(TariffCode.Read(code), new(group, request.NameZh, request.NameEn));

        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(CatalogueView.Of(catalogue));
    }
}

/// <summary>What families and offerings are called by in addresses, on bills and in errors.</summary>
internal static class TariffCode
{
    private const int MaxLength = 40;

    /// <exception cref="InvalidInput">Anything but capitals, digits and hyphens.</exception>
    public static string Read(string code)
    {
        var isCode = code.Length is > 0 and <= MaxLength;
        foreach (var c in code)
        {
            isCode &= char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '-';
        }

        return isCode
            ? code
            : throw new InvalidInput("code", $"1 to {MaxLength} capitals, digits and hyphens are expected.");
    }
}
