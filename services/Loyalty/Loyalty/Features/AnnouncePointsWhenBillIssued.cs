using System.Collections.Generic;
using System.Linq;
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
internal sealed class AnnouncePointsWhenBillIssued(LoyaltyDb db, PolicyBook book, BusinessClock clock)
    : IConsumer<Batch<BillIssued>>
{
    public Task Consume(ConsumeContext<Batch<BillIssued>> context) =>
        context.OnceEachAsync(db, nameof(AnnouncePointsWhenBillIssued), AnnounceAsync);

    private async Task AnnounceAsync(IReadOnlyList<ConsumeContext<BillIssued>> bills, CancellationToken ct)
    {
        var now = clock.Now();
        var policies = await book.ReadAsync(ct);
        var members = await db.JoinedMembersAsync(bills.Select(bill => bill.Message.AccountId), now, ct);
        foreach (var issued in bills.Select(bill => bill.Message))
        {
            members[issued.AccountId]
                .AnnounceBill(
                    new BillFact(issued.BillId, issued.Version, issued.BillNumber, issued.OwnCharges, issued.IssuedAt),
                    policies.TermsAt(issued.IssuedAt),
                    now
                );
        }
    }
}
