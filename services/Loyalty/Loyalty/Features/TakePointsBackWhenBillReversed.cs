using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Loyalty.Data;
using Loyalty.Domain;
using MassTransit;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;

namespace Loyalty.Features;

/// <summary>What a reversed bill earned is taken back; what of it was spent already is owed (features.md L1).</summary>
internal sealed class TakePointsBackWhenBillReversed(LoyaltyDb db, PolicyBook policies, BusinessClock clock)
    : IConsumer<BillReversed>
{
    public Task Consume(ConsumeContext<BillReversed> context) =>
        context.OnceAsync(db, nameof(TakePointsBackWhenBillReversed), ct => TakeBackAsync(context.Message, ct));

    private async Task TakeBackAsync(BillReversed reversed, CancellationToken ct)
    {
        var now = clock.Now();
        var terms = (await policies.ReadAsync(ct)).TermsAt(reversed.ReversedAt);
        var member = await db.JoinedMemberAsync(reversed.AccountId, now, ct);
        member.ReverseBill(
            new BillFact(
                reversed.BillId,
                reversed.Version,
                reversed.BillNumber,
                reversed.OwnCharges,
                reversed.ReversedAt
            ),
            terms,
            now
        );
    }
}
