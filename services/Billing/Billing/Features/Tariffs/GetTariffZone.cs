using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Billing.Features.Tariffs;

/// <summary>
/// The tariff zone: what is offered on a day, for whom, in plain words. Anybody may read it, without a token
/// (features.md B2).
/// </summary>
internal static class GetTariffZone
{
    public static void Map(RouteGroupBuilder zone) => zone.MapGet("/tariffZone", Handle).AllowAnonymous();

    private static async Task<Results<Ok<TariffZoneView>, NotFound, StatusCodeHttpResult>> Handle(
        string? on,
        string? group,
        string? language,
        TariffZone tariffs,
        HttpContext http,
        CancellationToken ct
    )
    {
        var zone = await tariffs.ReadAsync(on, group, language, ct);
        if (zone is null)
        {
            return TypedResults.NotFound();
        }

        return http.HasNewest($"{zone.Number}-{zone.On:yyyyMMdd}")
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(zone);
    }
}
