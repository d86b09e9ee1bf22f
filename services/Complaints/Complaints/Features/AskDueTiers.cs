using System;
using System.Threading;
using System.Threading.Tasks;
using Complaints.Domain;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Time;

namespace Complaints.Features;

/// <summary>Cases that were taken while Loyalty was away get their tier, and with it their priority, when it is back (C5).</summary>
internal sealed class AskDueTiers(IServiceScopeFactory scopes, BusinessClock clock, ILogger<AskDueTiers> log)
    : AskDueQuestions<TierAnswer>(scopes, clock, log)
{
    protected override string Question => "ask tier";

    protected override FormattableString Claim(DateTimeOffset now) =>
        $"""
            update complaints set tier_due_at = {now.AddSeconds(15)}
             where id in (select id from complaints
                           where tier_due_at <= {now}
                           order by tier_due_at
                           limit 10
                             for no key update skip locked)
            returning id as "Id", account_id as "AccountId", traceparent as "Traceparent"
            """;

    protected override Task<TierAnswer> AskAsync(IServiceProvider services, Guid? account, CancellationToken ct) =>
        services.GetRequiredService<TierInquiry>().AskAsync(account, ct);

    protected override bool Settle(Complaint complaint, TierAnswer answer, DateTimeOffset now) =>
        complaint.SettleTier(answer, Acting.Service, now);
}
