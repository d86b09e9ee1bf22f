using System;
using System.Threading;
using System.Threading.Tasks;
using Complaints.Domain;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Chaos;
using ServiceDefaults.Time;

namespace Complaints.Features;

/// <summary>
/// Cases that were taken while Billing was away are verified when it is back; an account that turns out unknown is
/// flagged for staff, the case stays (tmf.md).
/// </summary>
internal sealed class VerifyDueAccounts(
    IServiceScopeFactory scopes,
    BusinessClock clock,
    ILogger<VerifyDueAccounts> log
) : AskDueQuestions<AccountCheck>(scopes, clock, log)
{
    protected override string Question => "verify account";

    protected override FormattableString Claim(DateTimeOffset now) =>
        $"""
            update complaints set account_check_due_at = {now.AddSeconds(30)}
             where id in (select id from complaints
                           where account_check = 'Unverified' and account_check_due_at <= {now}
                           order by account_check_due_at
                           limit 10
                             for no key update skip locked)
            returning id as "Id", account_id as "AccountId", traceparent as "Traceparent"
            """;

    protected override Task<AccountCheck> AskAsync(IServiceProvider services, Guid? account, CancellationToken ct) =>
        services.GetRequiredService<AccountInquiry>().AskAsync(account!.Value, ct); // only cases with one are unverified

    protected override bool Settle(Complaint complaint, AccountCheck answer, DateTimeOffset now)
    {
        var isSettled = complaint.SettleAccountCheck(answer, Acting.Service, now);
        KillPoint.Reached(KillPoint.AccountsCheckedBeforeCommit);
        return isSettled;
    }
}
