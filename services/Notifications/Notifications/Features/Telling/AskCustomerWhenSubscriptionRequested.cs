using System;
using System.Threading.Tasks;
using MassTransit;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;
using Vas.Contracts.Events.V1;

namespace Notifications.Features.Telling;

/// <summary>
/// The second confirmation (features.md V3): the line itself is asked, from the number that only this prompt has, for an
/// answer from any other phone or to any other number is none.
/// </summary>
internal sealed class AskCustomerWhenSubscriptionRequested(
    NotificationsDb db,
    TellCustomer customer,
    PolicyBook policies
) : IConsumer<SubscriptionRequested>
{
    public Task Consume(ConsumeContext<SubscriptionRequested> context) =>
        context.OnceAsync(
            db,
            nameof(AskCustomerWhenSubscriptionRequested),
            async ct =>
            {
                var zone = (await policies.ReadAsync(ct)).Calendar.Zone;
                await customer.TellAsync(NoticeOf(context.Message, zone), ct);
            }
        );

    private static Notice NoticeOf(SubscriptionRequested fact, TimeZoneInfo zone) =>
        new(
            $"{fact.SubscriptionId}",
            fact.AccountId,
            Matter.Product(fact.SubscriptionId, fact.ServiceNumber),
            new SubscriptionPrompt(
                fact.ProviderNameZh,
                fact.ProviderNameEn,
                fact.ServiceNameZh,
                fact.ServiceNameEn,
                fact.ServiceNumber,
                fact.Fee,
                fact.Currency,
                fact.Period,
                fact.StartsOn,
                fact.ExpiresAt.On(zone),
                fact.TrialDays
            ),
            Line: fact.ServiceNumber,
            Sender: fact.ReplyNumber
        );
}
