using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.Chaos;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;
using ServiceDefaults.Work;

namespace Complaints.Features;

/// <summary>
/// Cases that were taken while Billing was away are verified when it is back; an account that turns out unknown is
/// flagged for staff, the case stays (tmf.md).
/// </summary>
internal sealed class VerifyDueAccounts(
    IServiceScopeFactory scopes,
    BusinessClock clock,
    ILogger<VerifyDueAccounts> log
) : Sweep(scopes, log)
{
    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<ComplaintsDb>();
        var billing = services.GetRequiredService<AccountInquiry>();
        await using var claim = await db.Database.BeginTransactionAsync(ct);
        var now = clock.Now();
        var due = await db
            .Complaints.FromSql(
                $"""
                select * from complaints
                 where account_check = 'Unverified' and account_check_due_at <= {now}
                 order by account_check_due_at
                 limit 10
                   for update skip locked
                """
            )
            .IgnoreAutoIncludes()
            .ToListAsync(ct);
        foreach (var complaint in due)
        {
            using var span = StoredTrace.Continue("verify account", complaint.Traceparent);
            var standing = await billing.AskAsync(complaint.AccountId!.Value, ct);
            if (standing == AccountCheck.Unverified)
            {
                complaint.PostponeAccountCheck(now);
            }
            else
            {
                complaint.SettleAccountCheck(standing == AccountCheck.Verified, Acting.Service, now);
            }

            KillPoint.Reached(KillPoint.AccountsCheckedBeforeCommit);
        }

        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        return due.Count(complaint => complaint.AccountCheck != AccountCheck.Unverified);
    }
}
