using System;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using Billing.Contracts.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Settlement;
using Vas.Domain.Subscriptions;
using Vas.Features.Subscriptions;

namespace Vas.Features.Settlement;

/// <param name="Reason">As told to the customer.</param>
public sealed record ReverseChargeRequest(
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(500, MinimumLength = 5, ErrorMessage = "5 to 500 characters are expected.")
    ]
        string Reason
);

/// <summary>
/// Takes a charge off that was wrong, whole and once (features.md V15). Billing comes first and does it once; whoever was
/// cut off after that asks again and gets the same. A month that is settled stays as it is: a later statement takes back
/// what this one paid the provider (V8).
/// </summary>
internal static class ReverseCharge
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public static void Map(RouteGroupBuilder charges) =>
        charges.MapPost("/{id}/reversal", Handle).RequireRoles(Roles.Supervisor, Roles.Finance);

    private static async Task<Results<Ok<ChargeView>, NotFound, Refusal>> Handle(
        string id,
        ReverseChargeRequest request,
        VasDb db,
        Charges.ChargesClient billing,
        Caller caller,
        BusinessClock clock,
        TimeProvider systemClock,
        CancellationToken ct
    )
    {
        var charge = Ids.TryRead(id, out var key)
            ? await db.Charges.SingleOrDefaultAsync(it => it.Id == key, ct)
            : null;
        if (charge is null)
        {
            return TypedResults.NotFound();
        }

        if (charge.Status == ChargeStatus.Reversed)
        {
            return TypedResults.Ok(ChargeView.Of(charge));
        }

        charge.RequireReversible(await IsCompensatedAsync(db, charge, ct));
        try
        {
            await billing.ReverseAsync(
                new Billing.Contracts.V1.ReverseChargeRequest
                {
                    ChargeId = charge.Id.ToString(),
                    BusinessKey = charge.BusinessKey,
                    Reason = request.Reason,
                },
                deadline: systemClock.GetUtcNow().UtcDateTime + Deadline,
                cancellationToken: ct
            );
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
            return new Refusal(
                StatusCodes.Status409Conflict,
                e.Trailers.GetValue("code") ?? "charge.not-in-books",
                "The operator's books do not take this reversal."
            );
        }
        catch (Exception e) when (e is RpcException or HttpRequestException && !ct.IsCancellationRequested)
        {
            return new Refusal(
                StatusCodes.Status503ServiceUnavailable,
                "billing.away",
                "Billing does not answer; ask again, it is done once."
            );
        }

        await using var settling = await db.BeginOwnAsync(ct);
        await db.LockProvidersAsync([charge.ProviderId], ct);
        var settledBy = await db
            .Statements.Where(it =>
                it.ProviderId == charge.ProviderId && it.Period == charge.Month && it.Status == StatementStatus.Issued
            )
            .Select(it => (Guid?)it.Id)
            .SingleOrDefaultAsync(ct);
        charge.Reverse(request.Reason, caller.Subject, settledBy, clock.Now());
        await db.SaveChangesAsync(ct);
        await settling.CommitOwnAsync(ct);
        return TypedResults.Ok(ChargeView.Of(charge));
    }

    /// <summary>A case about the service was paid for after the charge, and that sum was not taken back.</summary>
    private static Task<bool> IsCompensatedAsync(VasDb db, Charge charge, CancellationToken ct) =>
        db
            .ComplaintFacts.Where(fact => fact.ServiceId == charge.ServiceId && fact.AccountId == charge.AccountId)
            .Join(db.CaseRefunds, fact => fact.ComplaintId, refund => refund.ComplaintId, (_, refund) => refund)
            .AnyAsync(refund => refund.GrantedAt >= charge.ChargedAt && refund.TakenBackAt == null, ct);
}
