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

/// <summary>A paid bill earns points, and its charges may make the tier rise at once (features.md L1, L3).</summary>
internal sealed class EarnPointsWhenBillPaid(LoyaltyDb db, PolicyBook policies, BusinessClock clock)
    : IConsumer<BillPaid>
{
    public Task Consume(ConsumeContext<BillPaid> context) =>
        context.OnceAsync(db, nameof(EarnPointsWhenBillPaid), ct => EarnAsync(context.Message, ct));

    private async Task EarnAsync(BillPaid paid, CancellationToken ct)
    {
        var now = clock.Now();
        var terms = (await policies.ReadAsync(ct)).TermsAt(paid.PaidAt);
        var member = await db.JoinedMemberAsync(paid.AccountId, now, ct);
        var facts = member.PayBill(
            new BillFact(paid.BillId, paid.Version, paid.BillNumber, paid.OwnCharges, paid.PaidAt),
            terms,
            now
        );
        db.Outbox.AddFacts(member, facts, now);
    }
}
