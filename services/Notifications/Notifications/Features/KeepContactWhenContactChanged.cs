using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Notifications.Data;
using Notifications.Domain;
using ServiceDefaults.Messaging;

namespace Notifications.Features;

/// <summary>Billing says how an account wants to be reached; our contact book follows.</summary>
internal sealed class KeepContactWhenContactChanged(NotificationsDb db) : IConsumer<ContactChanged>
{
    public Task Consume(ConsumeContext<ContactChanged> context) =>
        context.OnceAsync(
            db,
            nameof(KeepContactWhenContactChanged),
            async ct =>
            {
                var contact = context.Message;
                var entry = await db.ContactBook.SingleOrDefaultAsync(e => e.AccountId == contact.AccountId, ct);
                if (entry is null)
                {
                    entry = ContactBookEntry.For(contact.AccountId);
                    db.ContactBook.Add(entry);
                }

                entry.Become(contact.Version, contact.PhoneNumber, contact.Email, contact.Language);
            }
        );
}
