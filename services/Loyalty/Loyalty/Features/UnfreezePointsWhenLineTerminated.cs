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

/// <summary>A line that ended is suspended no longer; the account's others count (features.md L1).</summary>
internal sealed class UnfreezePointsWhenLineTerminated(LoyaltyDb db, PolicyBook policies, BusinessClock clock)
    : IConsumer<LineTerminated>
{
    public Task Consume(ConsumeContext<LineTerminated> context) =>
        context.OnceAsync(db, nameof(UnfreezePointsWhenLineTerminated), ct => UnfreezeAsync(context.Message, ct));

    private async Task UnfreezeAsync(LineTerminated terminated, CancellationToken ct)
    {
        var now = clock.Now();
        var terms = (await policies.ReadAsync(ct)).TermsAt(terminated.TerminatedAt);
        var member = await db.JoinedMemberAsync(terminated.AccountId, now, ct);
        member.ReleaseLine(terminated.LineId, terminated.Version, terms, now);
    }
}
