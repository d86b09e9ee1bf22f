using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Domain.Settlement;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Settlement;

/// <summary>
/// A second person issues a statement once the provider had its days to object (features.md V8). Under the provider's lock
/// the month is calculated once more: what the provider was not shown is not issued.
/// </summary>
internal static class IssueStatement
{
    public static void Map(RouteGroupBuilder statements) =>
        statements.MapPost("/{id}/issue", Handle).RequireRoles(Roles.Finance);

    private static async Task<Results<Ok<StatementView>, NotFound>> Handle(
        string id,
        VasDb db,
        PolicyBook book,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var found = await db.Statements.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        if (found is null)
        {
            return TypedResults.NotFound();
        }

        var (policies, now) = (await book.ReadAsync(ct), clock.Now());
        await using var settling = await db.BeginOwnAsync(ct);
        await db.LockProvidersAsync([found.ProviderId], ct);
        var statement = await db.Statements.Whole().SingleAsync(it => it.Id == found.Id, ct);
        var month = SettlementMonth.Read(statement.Period)!.Value;
        var asOfNow = await db.SettleAsync(month, [statement.ProviderId], policies, ct);
        statement.Issue(caller.Subject, asOfNow[0], now);
        await RequireAllPostedAsync(db, statement, ct);
        await SettleOwedAsync(db, statement, ct);
        await TakeBackAsync(db, statement, month.EndsAt(policies.Calendar.Zone), ct);

        db.Outbox.Add(statement.Id, statement.Version, Said(statement));
        await db.SaveChangesAsync(ct);
        await settling.CommitOwnAsync(ct);
        return TypedResults.Ok(StatementView.Of(statement, forStaff: true));
    }

    /// <summary>A charge that Billing has not answered for would be posted into a month that is settled, and never paid.</summary>
    /// <exception cref="RuleViolation"><c>settlement.charges-pending</c>.</exception>
    private static async Task RequireAllPostedAsync(VasDb db, Statement statement, CancellationToken ct)
    {
        var isPending = await db.Charges.AnyAsync(
            it =>
                it.ProviderId == statement.ProviderId
                && it.Month == statement.Period
                && it.Status == ChargeStatus.Pending,
            ct
        );
        if (isPending)
        {
            throw new RuleViolation(
                "settlement.charges-pending",
                "Billing has not posted every charge of the month yet."
            );
        }
    }

    /// <summary>Charges that were reversed too late for their own statement are settled by this one.</summary>
    private static Task<int> TakeBackAsync(VasDb db, Statement statement, DateTimeOffset end, CancellationToken ct)
    {
        var paidFor = statement
            .Lines.Where(line => line.Kind == SettlementLineKind.ClawBack && line.ComplaintIds.Length == 0)
            .Select(line => line.SourceId!.Value)
            .ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
            update vas_charges set taken_back_in = {statement.Id}, version = version + 1
             where provider_id = {statement.ProviderId} and reversed_after = any ({paidFor}) and taken_back_in is null
               and reversed_at < {end}
            """,
            ct
        );
    }

    /// <summary>What stands on an issued statement is settled, and no other one takes it.</summary>
    private static async Task SettleOwedAsync(VasDb db, Statement statement, CancellationToken ct)
    {
        var owed = statement
            .Lines.Where(line => line.SourceId is not null)
            .ToDictionary(line => line.SourceId!.Value, line => line.Amount);
        foreach (var fine in await db.ProviderFines.Where(it => owed.Keys.Contains(it.SanctionId)).ToListAsync(ct))
        {
            fine.Settle(owed[fine.SanctionId]);
        }

        await SettleRefundsAsync(db, statement, owed, ct);
        foreach (var refund in await db.Refunds.Where(it => owed.Keys.Contains(it.Id)).ToListAsync(ct))
        {
            refund.Settle(statement.Id);
        }

        var carried = await db
            .Statements.Where(earlier =>
                earlier.ProviderId == statement.ProviderId
                && earlier.Id != statement.Id
                && earlier.Status == StatementStatus.Issued
                && earlier.CarriedForward < 0
                && earlier.CarriedInto == null
            )
            .ToListAsync(ct);
        foreach (var earlier in carried)
        {
            earlier.CarryInto(statement);
        }
    }

    private static async Task SettleRefundsAsync(
        VasDb db,
        Statement statement,
        Dictionary<Guid, decimal> owed,
        CancellationToken ct
    )
    {
        var known = await db
            .RefundSettlements.Where(it =>
                it.ProviderId == statement.ProviderId && owed.Keys.Contains(it.CompensationId)
            )
            .ToDictionaryAsync(it => it.CompensationId, ct);
        var refunds = await db
            .CaseRefunds.Where(it => owed.Keys.Contains(it.CompensationId))
            .Select(it => it.CompensationId)
            .ToListAsync(ct);
        foreach (var refund in refunds)
        {
            if (!known.TryGetValue(refund, out var settlement))
            {
                settlement = RefundSettlement.Of(refund, statement.ProviderId);
                db.RefundSettlements.Add(settlement);
            }

            settlement.Settle(owed[refund]);
        }
    }

    private static SettlementIssued Said(Statement it) =>
        new(
            it.Id,
            it.Version,
            it.ProviderId,
            it.ProviderNumber,
            it.Number,
            it.Period,
            it.Payable,
            it.CarriedForward,
            it.Currency,
            it.IssuedAt!.Value
        );
}
