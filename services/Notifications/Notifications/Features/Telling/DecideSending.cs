using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using Rules;
using ServiceDefaults.PolicyStore;

namespace Notifications.Features.Telling;

/// <summary>Looks up what a decision asks for: policies, preferences, the day's count, and whether it still is true.</summary>
internal sealed class DecideSending(NotificationsDb db, PolicyBook book)
{
    /// <param name="wanted">What is to be told.</param>
    /// <param name="now">Business time.</param>
    public async Task<Ruling> DecideAsync(WantedMessage wanted, DateTimeOffset now, CancellationToken ct)
    {
        if (wanted is { Class: MessageClass.Confirmation, IsForInboxOnly: false })
        {
            return Ruling.AtOnce;
        }

        var account =
            wanted.AccountId
            ?? throw new InvalidOperationException($"A {wanted.Class} is for an account: {wanted.Purpose}.");
        var policies = await book.ReadAsync(ct);
        var (perDay, capPolicy) = policies.RemindersPerDay(now);
        var known = await db.ReminderBudgets.FindAsync([account], ct);
        var budget = known ?? ReminderBudget.Of(account);

        var ruling = Ruling.On(
            new SendQuestion(
                wanted.Class,
                wanted.IsForInboxOnly,
                wanted.WasHeld,
                await WhyObsoleteAsync(wanted, ct),
                await db.PreferencesOfAsync(account, ct),
                policies.QuietHours(now),
                now.DateIn(policies.Calendar.Zone),
                budget,
                perDay,
                capPolicy,
                policies.MarketingConsent(now)
            ),
            now
        );

        if (known is null && budget.Used > 0)
        {
            db.ReminderBudgets.Add(budget);
        }

        return ruling;
    }

    /// <summary>A reminder to pay is wrong once nothing of its bill is open; what else waits stays true over night.</summary>
    private async Task<string?> WhyObsoleteAsync(WantedMessage wanted, CancellationToken ct)
    {
        if (wanted.Purpose != ArrearsReminder.Name)
        {
            return null;
        }

        var bill = await db.SettledBills.AsNoTracking().SingleOrDefaultAsync(b => b.BillId == wanted.MatterId, ct);
        return bill is null ? null : $"bill.{bill.How}";
    }
}

/// <summary>What a decision is about.</summary>
internal sealed record WantedMessage(
    string Purpose,
    MessageClass Class,
    Guid? AccountId,
    Guid MatterId,
    bool IsForInboxOnly,
    bool WasHeld
);
