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

/// <summary>With the last suspended line restored points can be spent again (features.md L1).</summary>
internal sealed class UnfreezePointsWhenLineRestored(LoyaltyDb db, PolicyBook policies, BusinessClock clock)
    : IConsumer<LineRestored>
{
    public Task Consume(ConsumeContext<LineRestored> context) =>
        context.OnceAsync(db, nameof(UnfreezePointsWhenLineRestored), ct => UnfreezeAsync(context.Message, ct));

    private async Task UnfreezeAsync(LineRestored restored, CancellationToken ct)
    {
        var now = clock.Now();
        var terms = (await policies.ReadAsync(ct)).TermsAt(restored.RestoredAt);
        var member = await db.JoinedMemberAsync(restored.AccountId, now, ct);
        member.ReleaseLine(restored.LineId, restored.Version, terms, now);
    }
}
