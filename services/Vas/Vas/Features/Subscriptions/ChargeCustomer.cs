using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Security;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>
/// A provider charges a customer, who consented or is not charged (features.md V5). The decision is committed before
/// Billing posts it, so the key is what makes a repeated request one charge, and an <c>Idempotency-Key</c> is not looked at:
/// its transaction would hold the decision back until after the posting.
/// </summary>
internal static class ChargeCustomer
{
    public static void Map(RouteGroupBuilder charges) => charges.MapPost("", Handle).RequireRoles(Roles.Partner);

    private static async Task<Results<Ok<ChargeView>, Accepted<ChargeView>, Refusal>> Handle(
        ChargeCustomerRequest request,
        DecideCharges decide,
        ChargePosting posting,
        Caller caller,
        CancellationToken ct
    )
    {
        var decided = await decide.DecideAsync(caller.PartnerId!.Value, [WantedCharge.Read(request)], ct);
        var outcome = (await posting.PostAsync(decided, ct))[0];
        if (outcome.Charge is not { } charge)
        {
            return Refused(outcome.Refusal!.Code, outcome.Refusal.Message);
        }

        var view = ChargeView.Of(charge);
        return charge.Status switch
        {
            ChargeStatus.Pending => TypedResults.Accepted(view.Href, view),
            ChargeStatus.Refused => Refused(charge.RefusalCode!, ChargePosting.BooksRefuse),
            _ => TypedResults.Ok(view),
        };
    }

    private static Refusal Refused(string code, string message) => new(StatusCodes.Status409Conflict, code, message);
}
