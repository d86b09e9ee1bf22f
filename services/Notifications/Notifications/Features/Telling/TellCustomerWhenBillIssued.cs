using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using ServiceDefaults.Messaging;

namespace Notifications.Features.Telling;

/// <summary>A month's bill stands (features.md N6).</summary>
internal sealed class TellCustomerWhenBillIssued(NotificationsDb db, TellCustomer customer)
    : IConsumer<Batch<BillIssued>>
{
    public Task Consume(ConsumeContext<Batch<BillIssued>> context) =>
        context.OnceEachAsync(
            db,
            nameof(TellCustomerWhenBillIssued),
            (bills, ct) => customer.TellAsync(bills, NoticeOf, ct)
        );

    private static Notice NoticeOf(BillIssued fact) =>
        new(
            $"{fact.BillId}",
            fact.AccountId,
            Matter.Bill(fact.BillId, fact.BillNumber),
            new YourBill(fact.Period, fact.AmountDue, fact.Currency, fact.DueOn)
        );
}
