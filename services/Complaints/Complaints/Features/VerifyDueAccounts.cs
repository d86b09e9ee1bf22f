using System;
using System.Collections.Generic;
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
    /// <summary>Longer than ten questions to a Billing that hangs: until then no other replica asks the same ones.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(30);

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<ComplaintsDb>();
        var billing = services.GetRequiredService<AccountInquiry>();
        var settled = 0;
        foreach (var due in await ClaimAsync(db, ct))
        {
            using var span = StoredTrace.Continue("verify account", due.Traceparent);
            var standing = await billing.AskAsync(due.AccountId, ct); // no case is held while Billing makes us wait
            settled += await RecordAsync(db, due.Id, standing, ct) ? 1 : 0;
        }

        return settled;
    }

    private Task<List<Due>> ClaimAsync(ComplaintsDb db, CancellationToken ct)
    {
        var now = clock.Now();
        return db
            .Database.SqlQuery<Due>(
                $"""
                update complaints set account_check_due_at = {now + Claim}
                 where id in (select id from complaints
                               where account_check = 'Unverified' and account_check_due_at <= {now}
                               order by account_check_due_at
                               limit 10
                                 for no key update skip locked)
                returning id as "Id", account_id as "AccountId", traceparent as "Traceparent"
                """
            )
            .ToListAsync(ct);
    }

    /// <returns>False when Billing is still away, or somebody settled it in between.</returns>
    private async Task<bool> RecordAsync(ComplaintsDb db, Guid id, AccountCheck standing, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var complaint = await db.Complaints.SingleAsync(c => c.Id == id, ct);
        if (complaint.AccountCheck != AccountCheck.Unverified)
        {
            return false;
        }

        if (standing == AccountCheck.Unverified)
        {
            complaint.PostponeAccountCheck(clock.Now());
        }
        else
        {
            complaint.SettleAccountCheck(standing == AccountCheck.Verified, Acting.Service, clock.Now());
        }

        KillPoint.Reached(KillPoint.AccountsCheckedBeforeCommit);
        await db.SaveChangesAsync(ct);
        return standing != AccountCheck.Unverified;
    }

    private sealed record Due(Guid Id, Guid AccountId, string? Traceparent);
}
