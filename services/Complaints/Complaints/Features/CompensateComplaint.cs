using System;
using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using Complaints.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Complaints.Features;

/// <param name="Amount">In the operator's currency: more than 0, two decimals.</param>
/// <param name="Reason">
/// As the customer reads it. The same sum for the same reason again is the same compensation.
/// </param>
/// <param name="ChargeId">
/// The provider's charge that it is for, at Vas; has to be named when charges of the case's service were given back already.
/// </param>
public sealed record CompensateComplaintRequest(
    decimal? Amount,
    [Required(ErrorMessage = "It is mandatory.")]
    [StringLength(500, MinimumLength = 5, ErrorMessage = "5 to 500 characters are expected.")]
        string Reason,
    string? ChargeId
);

/// <param name="Id">At Billing: <c>/api/billing/v1/compensations/{id}</c>.</param>
/// <param name="Status">granted, or requested: it waits for a second person.</param>
public sealed record CaseCompensationView(Guid Id, string Href, string Status, decimal Amount, string Currency);

/// <summary>
/// Gives the customer a credit before the question of fault is settled (先行赔付, features.md B12): at once within the
/// caller's limit, above it once a second person agrees.
/// </summary>
internal static class CompensateComplaint
{
    private const decimal Most = 1_000_000;

    public static void Map(RouteGroupBuilder actions) =>
        actions.MapPost("/{id}/compensations", Handle).RequireRoles(Roles.Agent, Roles.Supervisor);

    private static async Task<Results<Ok<CaseCompensationView>, NotFound, Refusal>> Handle(
        string id,
        CompensateComplaintRequest request,
        ComplaintsDb db,
        CompensationGrants billing,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var (amount, reason) = (Read(request.Amount), request.Reason.Trim());
        var charge = ReadCharge(request.ChargeId);
        var complaint = await db.Complaints.VisibleTo(caller).WithIdAsync(id, ct);
        if (complaint is null)
        {
            return TypedResults.NotFound();
        }

        var account = complaint.AccountToCompensate();
        if (await billing.AskAsync(complaint, account, amount, reason, charge, ct) is not { } answer)
        {
            return new Refusal(
                StatusCodes.Status503ServiceUnavailable,
                "billing.away",
                "Billing does not answer; nothing was recorded here. Ask again with the same words: nothing is given twice."
            );
        }

        var compensation = Guid.Parse(answer.CompensationId);
        var step = new CompensationStep(compensation, answer.Status, amount, answer.Currency, reason);
        if (await db.RecordOnceAsync(complaint, step, caller.AsActor(), clock.Now(), ct))
        {
            await db.SaveChangesAsync(ct);
        }

        return TypedResults.Ok(
            new CaseCompensationView(
                compensation,
                $"/api/billing/v1/compensations/{answer.CompensationId}",
                answer.Status,
                amount,
                answer.Currency
            )
        );
    }

    private static Guid? ReadCharge(string? id) =>
        id is null ? null
        : Ids.TryRead(id, out var charge) ? charge
        : throw new InvalidInput("chargeId", "There is no such charge.");

    private static decimal Read(decimal? amount) =>
        amount switch
        {
            null => throw new InvalidInput("amount", "It is mandatory."),
            <= 0 or > Most => throw new InvalidInput("amount", $"More than 0 and at most {Most:0} is expected."),
            { } sum when decimal.Round(sum, 2) != sum => throw new InvalidInput(
                "amount",
                "At most two decimals are expected."
            ),
            { } sum => sum,
        };
}
