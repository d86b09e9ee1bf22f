using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Text.Json.Serialization;
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

/// <param name="Charges">1 to 500; one that is refused keeps no other out.</param>
public sealed record ChargeCustomersRequest(
    [Required(ErrorMessage = "It is mandatory.")]
    [Length(1, ChargeCustomersRequest.Most, ErrorMessage = "1 to 500 charges are taken.")]
        IReadOnlyList<ChargeCustomerRequest?> Charges
)
{
    internal const int Most = 500;
}

/// <summary>
/// A provider charges many customers at once, as at the beginning of a month (features.md V5): each by the same rules and
/// under its own key as if it were alone, so sending all of it again is safe. What cannot be understood is told before any
/// is decided on.
/// </summary>
internal static class ChargeCustomers
{
    public static void Map(RouteGroupBuilder batches) => batches.MapPost("", Handle).RequireRoles(Roles.Partner);

    private static async Task<Ok<ChargeBatchView>> Handle(
        ChargeCustomersRequest request,
        DecideCharges decide,
        ChargePosting posting,
        Caller caller,
        CancellationToken ct
    )
    {
        var wanted = request.Charges.Select(Read).ToList();
        var decided = await decide.DecideAsync(caller.PartnerId!.Value, wanted, ct);
        var outcomes = await posting.PostAsync(decided, ct);
        return TypedResults.Ok(
            ChargeBatchView.Of(wanted.Zip(outcomes, (it, outcome) => ChargeOutcomeView.Of(it.Attempt.Key, outcome)))
        );
    }

    private static WantedCharge Read(ChargeCustomerRequest? charge, int index) =>
        charge is null
            ? throw new InvalidInput($"charges[{index}]", "A charge is expected.")
            : WantedCharge.Read(charge, $"charges[{index}].");
}

/// <summary>What became of a batch.</summary>
/// <param name="Posted">In the books, now or before, also those that were taken off again since.</param>
/// <param name="Pending">Decided; Billing has not answered yet, and is asked until it does.</param>
/// <param name="Refused">Not charged.</param>
/// <param name="Outcomes">Of each charge, in the order of the request.</param>
public sealed record ChargeBatchView(
    int Posted,
    int Pending,
    int Refused,
    IReadOnlyList<ChargeOutcomeView> Outcomes,
    [property: JsonPropertyName("@type")] string Type = "VasChargeBatch"
)
{
    public const string Root = "/api/vas/v1/chargeBatches";

    internal static ChargeBatchView Of(IEnumerable<ChargeOutcomeView> of)
    {
        var outcomes = of.ToList();
        var (refused, pending) = (
            outcomes.Count(it => it.Code is not null),
            outcomes.Count(it => it.Charge?.Status == ChargeStatus.Pending.ToWord())
        );
        return new(outcomes.Count - refused - pending, pending, refused, outcomes);
    }
}

/// <param name="Key">The provider's own number of it.</param>
/// <param name="Charge">As it stands; null when it was refused.</param>
/// <param name="Code">The rule that said no, stable, for programs; null when it was not refused.</param>
/// <param name="Reason">The same for people.</param>
public sealed record ChargeOutcomeView(string Key, ChargeView? Charge, string? Code, string? Reason)
{
    internal static ChargeOutcomeView Of(string key, DecidedCharge outcome) =>
        outcome switch
        {
            { Refusal: { } no } => new(key, Charge: null, no.Code, no.Message),
            { Charge: { Status: ChargeStatus.Refused } refused } => new(
                key,
                Charge: null,
                refused.RefusalCode,
                ChargePosting.BooksRefuse
            ),
            _ => new(key, ChargeView.Of(outcome.Charge!), Code: null, Reason: null),
        };
}
