using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Security;

namespace Vas.Features.Subscriptions;

/// <param name="ServiceId">Of the catalogue.</param>
/// <param name="AccountId">Whose; a customer's token supplies its own.</param>
/// <param name="LineId">The line, by its id or</param>
/// <param name="ServiceNumber">by its number; a mobile one, for the prompt is a text message.</param>
public sealed record RequestSubscriptionRequest(
    [Required(ErrorMessage = "It is mandatory.")] string ServiceId,
    string? AccountId,
    string? LineId,
    string? ServiceNumber
);

/// <summary>
/// A customer asks for a service; a prompt asks him back, and without his 是 to it nothing is subscribed (features.md V3).
/// </summary>
internal static class RequestSubscription
{
    public static void Map(RouteGroupBuilder subscriptions) =>
        subscriptions.MapPost("", Handle).RequireRoles(Roles.Customer, Roles.Channel, Roles.Agent);

    private static async Task<Results<Created<SubscriptionView>, Refusal>> Handle(
        RequestSubscriptionRequest request,
        SubscriptionIntake intake,
        CancellationToken ct
    )
    {
        var made = await intake.RequestAsync(
            new(
                ("serviceId", request.ServiceId),
                ("accountId", request.AccountId),
                ("lineId", request.LineId),
                ("serviceNumber", request.ServiceNumber)
            ),
            ct
        );
        if (made is null)
        {
            return SubscriptionIntake.BillingAway;
        }

        var view = SubscriptionView.Of(made);
        return TypedResults.Created(view.Href, view);
    }
}
