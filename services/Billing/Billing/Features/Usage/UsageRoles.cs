using System.Collections.Generic;
using System.Linq;
using Billing.Domain.Usage;
using ServiceDefaults.Security;

namespace Billing.Features.Usage;

/// <summary>Who sends usage, and who looks after what could not be taken.</summary>
internal static class UsageRoles
{
    /// <summary>Mediation systems come as service or channel; clerks and ops repair by hand.</summary>
    public static IReadOnlyList<string> Senders { get; } = [Roles.Channel, Roles.Clerk, Roles.Ops, Roles.Service];

    /// <summary>Staff who work on exceptions and see every batch.</summary>
    public static IReadOnlyList<string> Repairers { get; } = [Roles.Auditor, Roles.Clerk, Roles.Finance, Roles.Ops];

    /// <summary>A sender sees the batches it sent, repairers all.</summary>
    public static IQueryable<UsageBatch> VisibleTo(this IQueryable<UsageBatch> batches, Caller caller) =>
        Repairers.Contains(caller.Role) ? batches : batches.Where(batch => batch.ReceivedBy == caller.Subject);

    /// <summary>A customer sees his own account's usage, a channel what it posted one by one, staff and services all.</summary>
    public static IQueryable<UsageRecord> VisibleTo(this IQueryable<UsageRecord> records, Caller caller)
    {
        if (caller.Role is Roles.Service || BillingRoles.Staff.Contains(caller.Role))
        {
            return records;
        }

        var posted = ReportUsage.SourceOf(caller);
        return caller.Role is Roles.Channel
            ? records.Where(record => record.Source == posted)
            : records.Where(record => caller.IsCustomer && record.AccountId == caller.AccountId);
    }
}
