using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Domain.Credit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;

namespace Billing.Features.Credit;

/// <summary>
/// Says each step of the reminder ladder once (features.md B10, dunning.sms_days), counted from the due day of the
/// account's oldest open bill; of steps that were slept over only the latest.
/// </summary>
internal sealed class RemindOfArrears(
    IServiceScopeFactory scopes,
    BusinessClock clock,
    PolicyBook policies,
    ILogger<RemindOfArrears> log
) : DunningPass(scopes, clock, policies, log)
{
    protected override string Kind => "Reminders";

    protected override DateOnly LastDueDay(DunningToday today) =>
        today.Date.AddDays(-Ladder(today).DefaultIfEmpty(0).Min());

    protected override async Task DecideAsync(BillingDb db, Guid[] accounts, DunningToday today, CancellationToken ct)
    {
        var ladder = Ladder(today);
        var open = (await OpenBillsAsync(db, accounts, ct))
            .GroupBy(bill => bill.AccountId)
            .Select(bills =>
                bills.OrderBy(bill => bill.DueOn).ThenBy(bill => bill.Number, StringComparer.Ordinal).ToList()
            )
            .ToList();
        var oldest = open.Select(bills => bills[0].Id).ToArray();
        var said = await db
            .ArrearsReminders.Where(reminder => oldest.Contains(reminder.BillId))
            .GroupBy(reminder => reminder.BillId)
            .Select(steps => new { steps.Key, Last = steps.Max(step => step.DaysFromDue) })
            .ToDictionaryAsync(steps => steps.Key, steps => steps.Last, ct);
        foreach (var bills in open)
        {
            var step = ArrearsReminder.StepAt(ladder, today.Date.DayNumber - bills[0].DueOn.DayNumber);
            if (step is { } day && !(said.TryGetValue(bills[0].Id, out var last) && last >= day))
            {
                Remind(db, bills, day, isLast: day == ladder[^1], today);
            }
        }
    }

    private static void Remind(BillingDb db, List<OpenBill> bills, int step, bool isLast, DunningToday today)
    {
        var oldest = bills[0];
        db.ArrearsReminders.Add(
            new ArrearsReminder
            {
                BillId = oldest.Id,
                DaysFromDue = step,
                AccountId = oldest.AccountId,
                SaidAt = today.Now,
            }
        );
        db.Outbox.Add(
            oldest.Id,
            oldest.Version,
            new ArrearsReminderDue(
                oldest.AccountId,
                oldest.Version,
                oldest.Id,
                oldest.Number,
                oldest.Open + bills.Skip(1).Where(bill => bill.DueOn < today.Date).Sum(bill => bill.Open),
                oldest.Currency,
                oldest.DueOn,
                step,
                isLast,
                today.Now
            )
        );
    }

    private static IReadOnlyList<int> Ladder(DunningToday today) =>
        today.Policies.Numbers(BillingPolicies.ReminderDays, today.Now);

    /// <summary>Charges of the account as such count here; third parties' disputed ones do not.</summary>
    private static Task<List<OpenBill>> OpenBillsAsync(BillingDb db, Guid[] accounts, CancellationToken ct) =>
        db
            .Database.SqlQuery<OpenBill>(
                $"""
                select b.id as "Id", b.version as "Version", b.account_id as "AccountId", b.number as "Number",
                       b.due_on as "DueOn", b.currency as "Currency", sum(l.amount - l.settled) as "Open"
                  from bills b
                  join bill_lines l on l.bill_id = b.id
                 where b.account_id = any ({accounts}) and b.status in ('Sent', 'PartiallyPaid') and b.reversed_at is null
                   and not (l.kind = 'ThirdParty' and l.is_disputed)
                 group by b.id
                having sum(l.amount - l.settled) > 0
                """
            )
            .ToListAsync(ct);

    private sealed record OpenBill(
        Guid Id,
        long Version,
        Guid AccountId,
        string Number,
        DateOnly DueOn,
        string Currency,
        decimal Open
    );
}
