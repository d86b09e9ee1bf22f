using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Loyalty.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;
using ServiceDefaults.Work;

namespace Loyalty.Features;

/// <summary>
/// By business date lots run out, notices are given and tiers' years end (features.md L1, L3): each once, by whichever
/// replica gets to it. What is changed and what is said of it are one commit.
/// </summary>
internal sealed class ReviewDueMembers(IServiceScopeFactory scopes, BusinessClock clock, ILogger<ReviewDueMembers> log)
    : Sweep(scopes, log)
{
    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<LoyaltyDb>();
        var policies = await services.GetRequiredService<PolicyBook>().ReadAsync(ct);
        var now = clock.Now();
        var (terms, today) = (policies.TermsAt(now), now.DateIn(policies.Calendar.Zone));
        await using var claim = await db.Database.BeginTransactionAsync(ct);

        // First the members are locked, then read: a statement that does both would join lots of before.
        var ids = await db
            .Database.SqlQuery<Guid>(
                $"""
                select account_id as "Value" from members
                 where review_on <= {today}
                 order by review_on
                 limit 50
                   for no key update skip locked
                """
            )
            .ToListAsync(ct);
        foreach (var member in await db.WholeMembers().Where(m => ids.Contains(m.AccountId)).ToListAsync(ct))
        {
            db.Outbox.AddFacts(member, member.Review(terms, now), now);
        }

        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        return ids.Count;
    }
}
