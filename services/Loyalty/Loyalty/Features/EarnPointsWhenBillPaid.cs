using System.Collections.Generic;
using System.Diagnostics;
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
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;

namespace Loyalty.Features;

/// <summary>A paid bill earns points, and its charges may make the tier rise at once (features.md L1, L3).</summary>
internal sealed class EarnPointsWhenBillPaid(LoyaltyDb db, PolicyBook book, BusinessClock clock)
    : IConsumer<Batch<BillPaid>>
{
    public Task Consume(ConsumeContext<Batch<BillPaid>> context) =>
        context.OnceEachAsync(db, nameof(EarnPointsWhenBillPaid), EarnAsync);

    private async Task EarnAsync(IReadOnlyList<ConsumeContext<BillPaid>> bills, CancellationToken ct)
    {
        var now = clock.Now();
        var policies = await book.ReadAsync(ct);
        var members = await db.JoinedMembersAsync(bills.Select(bill => bill.Message.AccountId), now, ct);
        foreach (var bill in bills)
        {
            // What is said of it goes on in its own trace.
            using var span = StoredTrace.Continue("earn points", bill.Traceparent(), ActivityKind.Consumer);
            var paid = bill.Message;
            var member = members[paid.AccountId];
            var facts = member.PayBill(
                new BillFact(paid.BillId, paid.Version, paid.BillNumber, paid.OwnCharges, paid.PaidAt),
                policies.TermsAt(paid.PaidAt),
                now
            );
            db.Outbox.AddFacts(member, facts, now);
        }
    }
}
