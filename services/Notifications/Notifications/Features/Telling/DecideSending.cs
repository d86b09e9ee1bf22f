using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using Rules;
using ServiceDefaults.PolicyStore;

namespace Notifications.Features.Telling;

/// <summary>Looks up what decisions ask for: policies, preferences, the day's count, and whether it still is true.</summary>
internal sealed class DecideSending(NotificationsDb db, PolicyBook book)
{
    /// <summary>
    /// Decides on what is wanted together, one after the other: of an account's reminders the first ones use up its day. What
    /// is looked up is looked up once for all of them.
    /// </summary>
    /// <param name="wanted">What is to be told.</param>
    /// <param name="now">Business time.</param>
    /// <returns>A ruling for each, in their order.</returns>
    public async Task<IReadOnlyList<Ruling>> DecideAsync(
        IReadOnlyCollection<WantedMessage> wanted,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var asking = wanted.Where(one => !one.IsAtOnce).ToList();
        if (asking.Count == 0)
        {
            return [.. wanted.Select(_ => Ruling.AtOnce)];
        }

        var policies = await book.ReadAsync(ct);
        var (quiet, today) = (policies.QuietHours(now), now.DateIn(policies.Calendar.Zone));
        var (perDay, capPolicy) = policies.RemindersPerDay(now);
        var consentPolicy = policies.MarketingConsent(now);
        var accounts = asking.Select(one => one.Account).Distinct().ToList();
        var known = await db.ReminderBudgets.Where(b => accounts.Contains(b.AccountId)).ToListAsync(ct);
        var budgets = known
            .Concat(accounts.Except(known.Select(b => b.AccountId)).Select(ReminderBudget.Of))
            .ToDictionary(budget => budget.AccountId);
        var preferences = await db.PreferencesOfAsync(accounts, ct);
        var settled = await SettledAsync(asking, ct);
        var rulings = wanted.Select(one => one.IsAtOnce ? Ruling.AtOnce : Ruling.On(QuestionOf(one), now)).ToList();

        db.ReminderBudgets.AddRange(budgets.Values.Except(known).Where(budget => budget.Used > 0));
        return rulings;

        SendQuestion QuestionOf(WantedMessage one) =>
            new(
                one.Class,
                one.IsForInboxOnly,
                one.WasHeld,
                one.IsToPay && settled.TryGetValue(one.MatterId, out var how) ? $"bill.{how}" : null,
                preferences[one.Account],
                quiet,
                today,
                budgets[one.Account],
                perDay,
                capPolicy,
                consentPolicy
            );
    }

    /// <summary>A reminder to pay is wrong once nothing of its bill is open; what else waits stays true over night.</summary>
    private async Task<Dictionary<Guid, string>> SettledAsync(List<WantedMessage> asking, CancellationToken ct)
    {
        var bills = asking.Where(one => one.IsToPay).Select(one => one.MatterId).ToList();
        return bills.Count == 0
            ? []
            : await db
                .SettledBills.Where(bill => bills.Contains(bill.BillId))
                .ToDictionaryAsync(bill => bill.BillId, bill => bill.How, ct);
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
)
{
    /// <summary>It asks nothing.</summary>
    public bool IsAtOnce => this is { Class: MessageClass.Confirmation, IsForInboxOnly: false };

    public bool IsToPay => Purpose == ArrearsReminder.Name;

    /// <summary>Whose preferences and count are asked.</summary>
    public Guid Account => AccountId ?? throw new InvalidOperationException($"A {Class} is for an account: {Purpose}.");
}
