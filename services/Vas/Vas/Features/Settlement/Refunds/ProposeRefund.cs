using System;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Domain.Settlement;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Settlement.Refunds;

/// <param name="Ground">mistake (once), overcharge or fraud (as many times as the policies say).</param>
/// <param name="Reason">As told to the customer and the provider.</param>
/// <param name="ComplaintId">The case that brought it up, when one did.</param>
public sealed record ProposeRefundRequest(
    [Required(ErrorMessage = "It is mandatory.")] string Ground,
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(500, MinimumLength = 5, ErrorMessage = "5 to 500 characters are expected.")
    ]
        string Reason,
    string? ComplaintId
);

/// <summary>
/// The first of two persons wants a wrong charge given back (features.md V15). Always two: it is the provider's money. The
/// provider is told, and may show until the policy's day that the charge was right.
/// </summary>
internal static class ProposeRefund
{
    /// <summary>What every refund rests on.</summary>
    private static readonly string[] Always = [VasPolicies.RefundTarget, VasPolicies.RefundMax];

    /// <summary>What one rests on that the provider is to blame for.</summary>
    private static readonly string[] Blamed = [VasPolicies.EvidenceDeadline, VasPolicies.EvidenceMissing];

    public static void Map(RouteGroupBuilder charges) =>
        charges.MapPost("/{id}/refunds", Handle).RequireRoles(Roles.Supervisor, Roles.Finance);

    private static async Task<Results<Created<RefundView>, NotFound>> Handle(
        string id,
        ProposeRefundRequest request,
        VasDb db,
        PolicyBook book,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var ground =
            SettlementWords.Read<RefundGround>(request.Ground)
            ?? throw new InvalidInput("ground", "One of mistake, overcharge, fraud is expected.");
        var charge = Ids.TryRead(id, out var key)
            ? await db.Charges.AsNoTracking().SingleOrDefaultAsync(it => it.Id == key, ct)
            : null;
        if (charge is null)
        {
            return TypedResults.NotFound();
        }

        var complaint = await ComplaintAsync(db, request.ComplaintId, charge, ct);
        var (policies, now) = (await book.ReadAsync(ct), clock.Now());
        var refund = ChargeRefund.Propose(
            charge,
            new(ground, request.Reason, complaint, policies.VersionsOf(now, PoliciesOf(ground))),
            policies.RefundTermsAt(now),
            policies.Calendar,
            await IsCompensatedAsync(db, charge, ct),
            caller.Subject,
            now
        );
        await RequireOnlyAsync(db, charge, ct); // of two in the same moment a unique index lets one pass
        db.Refunds.Add(refund);
        db.Outbox.Add(refund.Id, refund.Version, Said(refund));
        await db.SaveChangesAsync(ct);

        var view = RefundView.Of(refund, caller);
        return TypedResults.Created(view.Href, view);
    }

    /// <exception cref="InvalidInput">There is no such case about this service of this customer.</exception>
    private static async Task<Guid?> ComplaintAsync(VasDb db, string? named, Charge charge, CancellationToken ct)
    {
        if (named is null)
        {
            return null;
        }

        var isKnown =
            Ids.TryRead(named, out var complaint)
            && await db.ComplaintFacts.AnyAsync(
                it =>
                    it.ComplaintId == complaint
                    && it.ServiceId == charge.ServiceId
                    && (it.AccountId == null || it.AccountId == charge.AccountId),
                ct
            );
        return isKnown
            ? complaint
            : throw new InvalidInput("complaintId", "There is no such case of this customer about this service.");
    }

    /// <summary>
    /// The charge was paid for by a compensation that names it, or by one after it that is for a case about the service and
    /// names none, and that sum was not taken back. Billing, which knows those that wait, too, has the last word.
    /// </summary>
    private static async Task<bool> IsCompensatedAsync(VasDb db, Charge charge, CancellationToken ct)
    {
        var standing = db.CaseRefunds.Where(refund => refund.GrantedAt != null && refund.TakenBackAt == null);
        return await standing.AnyAsync(refund => refund.ChargeId == charge.Id, ct)
            || await standing
                .Where(refund => refund.ChargeId == null && refund.GrantedAt >= charge.ChargedAt)
                .AnyAsync(
                    refund =>
                        db.ComplaintFacts.Any(fact =>
                            fact.ComplaintId == refund.ComplaintId
                            && fact.ServiceId == charge.ServiceId
                            && fact.AccountId == charge.AccountId
                        ),
                    ct
                );
    }

    /// <exception cref="RuleViolation"><c>refund.proposed-already</c>.</exception>
    private static async Task RequireOnlyAsync(VasDb db, Charge charge, CancellationToken ct)
    {
        var others = db.Refunds.Where(it => it.ChargeId == charge.Id);
        if (await others.AnyAsync(it => it.Status != RefundStatus.Rejected && it.Status != RefundStatus.Refused, ct))
        {
            throw new RuleViolation("refund.proposed-already", "The charge has a refund that is not turned down.");
        }
    }

    private static string[] PoliciesOf(RefundGround ground) =>
        ground switch
        {
            RefundGround.Overcharge => [VasPolicies.RefundConfirmed, .. Blamed, .. Always],
            RefundGround.Fraud => [VasPolicies.RefundFraud, VasPolicies.RefundFraudMin, .. Blamed, .. Always],
            _ => Always,
        };

    private static RefundProposed Said(ChargeRefund it) =>
        new(
            it.Id,
            it.Version,
            it.ProviderId,
            it.ChargeId,
            it.ProviderKey,
            it.Ground.ToWord(),
            it.Amount,
            it.Extra,
            it.Currency,
            it.Reason,
            it.PolicyVersions,
            it.EvidenceUntil,
            it.ProposedAt
        );
}
