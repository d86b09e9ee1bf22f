using System.Threading;
using System.Threading.Tasks;
using Loyalty.Contracts.Events.V1;
using Loyalty.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;

namespace Loyalty.Features;

/// <summary>
/// Another notice or threshold may make something due earlier than it was planned: every open member is looked at on the
/// day the policy takes effect (features.md L1, L3). One statement, whatever their number; a version each, so that nobody
/// who read a member before writes the old date back. Who plans later knows the change himself.
/// </summary>
internal sealed class ReviewMembersWhenPolicyChanged(LoyaltyDb db, PolicyBook policies)
    : IConsumer<LoyaltyPolicyChanged>
{
    public Task Consume(ConsumeContext<LoyaltyPolicyChanged> context) =>
        context.OnceAsync(db, nameof(ReviewMembersWhenPolicyChanged), ct => PlanAsync(context.Message, ct));

    private async Task PlanAsync(LoyaltyPolicyChanged changed, CancellationToken ct)
    {
        var on = changed.EffectiveFrom.DateIn((await policies.ReadAsync(ct)).Calendar.Zone);
        await db.Database.ExecuteSqlAsync(
            $"""
            update members set review_on = {on}, version = version + 1
             where status <> 'Closed' and (review_on is null or review_on > {on})
            """,
            ct
        );
    }
}
