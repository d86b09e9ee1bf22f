using System;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Writes;
using Billing.Data;
using Billing.Domain.Bills;
using Billing.Domain.Credit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Credit;

/// <param name="CaseNumber">The case that the dispute came from, where there is one.</param>
public sealed record DisputeChargeRequest(
    [Required(ErrorMessage = "It is mandatory.")]
    [StringLength(500, MinimumLength = 5, ErrorMessage = "5 to 500 characters are expected.")]
        string Reason,
    [StringLength(40, ErrorMessage = "At most 40 characters are taken.")] string? CaseNumber
);

/// <summary>A dispute of one charge.</summary>
/// <param name="IsUpheld">
/// Null while it is undecided. Upheld writes nothing off: the money comes back as a compensation.
/// </param>
/// <param name="StopsDunning">While it is undecided and the charge is a third party's, the charge is no arrears.</param>
public sealed record BillDisputeView(
    Guid Id,
    string Href,
    Guid BillId,
    int Seq,
    decimal Amount,
    string Currency,
    string? CaseNumber,
    string Reason,
    DateTimeOffset RaisedAt,
    bool? IsUpheld,
    string? DecisionReason,
    DateTimeOffset? DecidedAt,
    bool StopsDunning,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "BillDispute"
) : IVersioned
{
    internal static BillDisputeView Of(BillDispute dispute, Bill bill)
    {
        var charge = bill.Lines.Single(line => line.Seq == dispute.Seq);
        return new(
            dispute.Id,
            $"/api/billing/v1/bills/{bill.Id}/lines/{dispute.Seq}/disputes",
            bill.Id,
            dispute.Seq,
            charge.Amount,
            bill.Currency,
            dispute.CaseNumber,
            dispute.Reason,
            dispute.RaisedAt,
            dispute.IsUpheld,
            dispute.DecisionReason,
            dispute.DecidedAt,
            dispute.DecidedAt is null && charge.Kind == BillLineKind.ThirdParty,
            dispute.Version
        );
    }
}

/// <summary>
/// Says that a charge of a bill is wrong (features.md B10). A third party's charge is left out of arrears until it is
/// decided, and a line that was barred for nothing else comes back; the operator's own charges stay arrears.
/// </summary>
internal static class DisputeCharge
{
    public static void Map(RouteGroupBuilder bills) =>
        bills.MapPost("/{id}/lines/{seq:long}/disputes", Handle).RequireRoles(Roles.Customer, Roles.Agent);

    private static async Task<Results<Created<BillDisputeView>, NotFound>> Handle(
        string id,
        long seq,
        DisputeChargeRequest request,
        BillingDb db,
        RestorePaidLines lines,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        await using var turn = await db.BeginOwnAsync(ct);
        if (await db.ChargeAsync(id, seq, caller, ct) is not { } bill)
        {
            return TypedResults.NotFound();
        }

        await db.LockAccountsAsync([bill.AccountId], ct);
        if (await db.BillDisputes.AnyAsync(dispute => dispute.BillId == bill.Id && dispute.Seq == seq, ct))
        {
            throw new RuleViolation("dispute.already-raised", "This charge was disputed before; that dispute stands.");
        }

        var (charge, now) = (bill.Lines.Single(), clock.Now());
        var dispute = BillDispute.Raise(bill, charge, request.Reason, request.CaseNumber, caller.Subject, now);
        db.BillDisputes.Add(dispute);
        await db.MarkDisputedAsync(dispute, isDisputed: true, ct);
        await lines.SaveAndRestoreAsync(bill.AccountId, now, ct);
        await turn.CommitOwnAsync(ct);

        var view = BillDisputeView.Of(dispute, bill);
        return TypedResults.Created(view.Href, view);
    }
}

/// <summary>A charge of a bill, as disputes see and mark it.</summary>
internal static class DisputedCharges
{
    /// <summary>The bill with this one charge: a customer's own, anybody's for staff.</summary>
    public static Task<Bill?> ChargeAsync(
        this BillingDb db,
        string id,
        long seq,
        Caller caller,
        CancellationToken ct
    ) =>
        Ids.TryRead(id, out var key)
            ? db
                .Bills.AsNoTracking()
                .Where(bill => !caller.IsCustomer || bill.AccountId == caller.AccountId)
                .Where(bill => bill.Id == key && bill.Lines.Any(line => line.Seq == seq))
                .Include(bill => bill.Lines.Where(line => line.Seq == seq))
                .SingleOrDefaultAsync(ct)
            : Task.FromResult<Bill?>(null);

    /// <summary>The bill's version rises with it: who settles the bill at this moment decides again.</summary>
    public static async Task MarkDisputedAsync(
        this BillingDb db,
        BillDispute dispute,
        bool isDisputed,
        CancellationToken ct
    )
    {
        await db
            .Bills.Where(bill => bill.Id == dispute.BillId)
            .ExecuteUpdateAsync(bill => bill.SetProperty(b => b.Version, b => b.Version + 1), ct);
        await db.Database.ExecuteSqlAsync(
            $"update bill_lines set is_disputed = {isDisputed} where bill_id = {dispute.BillId} and seq = {dispute.Seq}",
            ct
        );
    }
}
