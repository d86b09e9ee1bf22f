using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Notifications.Data;
using ServiceDefaults.Work;

namespace Notifications.Features;

/// <summary>
/// Gives waiting messages the receiver and language of our contact book. A message whose account has no contact yet
/// waits, because the event that brings the contact may still be on its way; it is never dropped.
/// </summary>
internal sealed class AddressWaitingMessages(IServiceScopeFactory scopes, ILogger<AddressWaitingMessages> log)
    : Sweep(scopes, log)
{
    protected override TimeSpan Rest => TimeSpan.FromMilliseconds(200);

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<NotificationsDb>();
        await using var claim = await db.Database.BeginTransactionAsync(ct);
        var waiting = await db
            .Messages.FromSql(
                $"""
                select m.* from messages m
                  join contact_book c on c.account_id = m.account_id
                 where m.status = 'Waiting' and m.receiver is null and c.phone_number is not null
                 order by m.position
                 limit 100
                   for update of m skip locked
                """
            )
            .ToListAsync(ct);
        var accounts = waiting.Select(message => message.AccountId).ToList();
        var contacts = await db
            .ContactBook.AsNoTracking()
            .Where(entry => accounts.Contains(entry.AccountId))
            .ToDictionaryAsync(entry => entry.AccountId, ct);
        foreach (var message in waiting)
        {
            var contact = contacts[message.AccountId!.Value];
            message.AddressTo(contact.PhoneNumber!, contact.Language);
        }

        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        return waiting.Count;
    }
}
