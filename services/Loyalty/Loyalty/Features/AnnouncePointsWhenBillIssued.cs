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

/// <summary>What a bill will earn is shown as pending until it is paid (features.md L1).</summary>
internal sealed class AnnouncePointsWhenBillIssued(LoyaltyDb db, PolicyBook policies, BusinessClock clock)
    : IConsumer<BillIssued>
{
    public Task Consume(ConsumeContext<BillIssued> context) =>
        context.OnceAsync(db, nameof(AnnouncePointsWhenBillIssued), ct => AnnounceAsync(context.Message, ct));

    private async Task AnnounceAsync(BillIssued issued, CancellationToken ct)
    {
        var now = clock.Now();
        var terms = (await policies.ReadAsync(ct)).TermsAt(issued.IssuedAt);
        var member = await db.JoinedMemberAsync(issued.AccountId, now, ct);
        member.AnnounceBill(
            new BillFact(issued.BillId, issued.Version, issued.BillNumber, issued.OwnCharges, issued.IssuedAt),
            terms,
            now
        );
    }
}
