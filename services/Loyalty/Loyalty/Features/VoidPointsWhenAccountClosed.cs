using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Loyalty.Data;
using MassTransit;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;

namespace Loyalty.Features;

/// <summary>With the account its points end (features.md L1, points.void_on_cancel).</summary>
internal sealed class VoidPointsWhenAccountClosed(LoyaltyDb db, PolicyBook policies, BusinessClock clock)
    : IConsumer<AccountClosed>
{
    public Task Consume(ConsumeContext<AccountClosed> context) =>
        context.OnceAsync(db, nameof(VoidPointsWhenAccountClosed), ct => VoidAsync(context.Message, ct));

    private async Task VoidAsync(AccountClosed closed, CancellationToken ct)
    {
        var now = clock.Now();
        var terms = (await policies.ReadAsync(ct)).TermsAt(closed.ClosedAt);
        var member = await db.JoinedMemberAsync(closed.AccountId, now, ct);
        db.Outbox.AddFacts(member, member.Close(closed.ClosedAt, terms, now), now);
    }
}
