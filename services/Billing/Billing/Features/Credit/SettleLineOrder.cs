using System;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Domain.Credit;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;

namespace Billing.Features.Credit;

/// <summary>What the switch said of an order, and what that makes of the line: one commit.</summary>
internal sealed class SettleLineOrder(BillingDb db, PolicyBook policies, BusinessClock clock, TimeProvider systemClock)
{
    public async Task ConfirmAsync(LineOrder told, CancellationToken ct)
    {
        await using var turn = await db.Database.BeginTransactionAsync(ct);
        var line = (await db.LockStandingsAsync([told.LineId], ct)).Single();
        var order = await LockAsync(told.Id, ct);
        if (!order.Confirm(systemClock.Now()))
        {
            return;
        }

        // The order of an earlier move, such as an opening after the suspension was taken back, moves the line no more.
        if (order.Sequence == line.Version)
        {
            await MoveAsync(line, order.State, ct);
        }

        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
    }

    public async Task PostponeAsync(LineOrder told, string reason, CancellationToken ct)
    {
        await using var turn = await db.Database.BeginTransactionAsync(ct);
        var order = await LockAsync(told.Id, ct);
        if (order.IsUnderWay(told.Attempts)) // else we were thought dead, and another worker has it
        {
            order.Postpone(reason, systemClock.Now());
            await db.SaveChangesAsync(ct);
            await turn.CommitAsync(ct);
        }
    }

    private async Task MoveAsync(LineStanding line, SwitchState state, CancellationToken ct)
    {
        var now = clock.Now();
        switch (state, line.Status)
        {
            case (SwitchState.AllButEmergency, LineStandingStatus.SuspensionOrdered):
                line.ConfirmSuspension(now);
                var (open, currency) = await OpenAsync(line, now, ct);
                db.Outbox.Add(line.LineId, line.Version, Suspended(line, open, currency, now));
                break;
            case (SwitchState.Open, LineStandingStatus.RestoreOrdered):
                var guarantee = await LockGuaranteeAsync(line.GuaranteeId!.Value, ct);
                line.ConfirmRestore(guarantee, now);
                db.Outbox.Add(line.LineId, line.Version, Restored(line, guarantee, now));
                break;
            default:
                break; // ceased, or opened again after a suspension that was taken back: nobody waits for the word
        }
    }

    private async Task<(decimal Open, string Currency)> OpenAsync(
        LineStanding line,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var today = now.DateIn((await policies.ReadAsync(ct)).Calendar.Zone);
        var arrears = await db.ArrearsOfAsync([line.AccountId], today, today, ct);
        if (arrears.Find(open => open.LineId == line.LineId) is { } found)
        {
            return (found.Open, found.Currency);
        }

        // Paid this moment: it is restored next. The order was made of a bill, so there is one.
        var bills = db.Bills.Where(bill => bill.AccountId == line.AccountId);
        return (0, await bills.OrderByDescending(bill => bill.DueOn).Select(bill => bill.Currency).FirstAsync(ct));
    }

    private Task<RestoreGuarantee> LockGuaranteeAsync(Guid guarantee, CancellationToken ct) =>
        db
            .RestoreGuarantees.FromSql($"select * from restore_guarantees where id = {guarantee} for no key update")
            .AsAsyncEnumerable()
            .SingleAsync(ct)
            .AsTask();

    private Task<LineOrder> LockAsync(Guid order, CancellationToken ct) =>
        db
            .LineOrders.FromSql($"select * from line_orders where id = {order} for no key update")
            .AsAsyncEnumerable()
            .SingleAsync(ct)
            .AsTask();

    private static LineSuspended Suspended(LineStanding line, decimal open, string currency, DateTimeOffset now) =>
        new(
            line.LineId,
            line.Version,
            line.AccountId,
            line.ServiceNumber,
            JsonNamingPolicy.CamelCase.ConvertName(line.LineKind.ToString()),
            open,
            currency,
            now
        );

    private static LineRestored Restored(LineStanding line, RestoreGuarantee guarantee, DateTimeOffset now) =>
        new(
            line.LineId,
            line.Version,
            line.AccountId,
            line.ServiceNumber,
            JsonNamingPolicy.CamelCase.ConvertName(line.LineKind.ToString()),
            guarantee.Id,
            guarantee.PaidAt,
            now
        );
}
