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
/// Gives messages the receiver and language of our contact book that could not be addressed when they were decided on: they
/// were held, or their account had no contact yet, since the event that brings it may still be on its way. None is dropped.
/// </summary>
internal sealed class AddressWaitingMessages(IServiceScopeFactory scopes, ILogger<AddressWaitingMessages> log)
    : Sweep(scopes, log)
{
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
