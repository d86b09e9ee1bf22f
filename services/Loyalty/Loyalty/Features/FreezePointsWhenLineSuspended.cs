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

/// <summary>While any line of the account is suspended its points wait (features.md L1, points.freeze_on_suspend).</summary>
internal sealed class FreezePointsWhenLineSuspended(LoyaltyDb db, PolicyBook policies, BusinessClock clock)
    : IConsumer<LineSuspended>
{
    public Task Consume(ConsumeContext<LineSuspended> context) =>
        context.OnceAsync(db, nameof(FreezePointsWhenLineSuspended), ct => FreezeAsync(context.Message, ct));

    private async Task FreezeAsync(LineSuspended suspended, CancellationToken ct)
    {
        var now = clock.Now();
        var terms = (await policies.ReadAsync(ct)).TermsAt(suspended.SuspendedAt);
        var member = await db.JoinedMemberAsync(suspended.AccountId, now, ct);
        member.SuspendLine(suspended.LineId, suspended.Version, terms, now);
    }
}
