using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;

namespace Notifications.Features.Telling;

/// <summary>
/// Only a case's opening names a number of its own; what follows goes where its acknowledgement went. An event that
/// overtakes the opening finds none yet and then falls back on the account's contact.
/// </summary>
internal static class CaseContacts
{
    /// <summary>Tells of a case whoever is to be told of it; nobody when it has neither account nor contact.</summary>
    public static async Task TellOfCaseAsync(
        this TellCustomer customer,
        NotificationsDb db,
        Guid? account,
        Matter @case,
        string fact,
        Template template,
        CancellationToken ct
    )
    {
        var contact = await db
            .Messages.AsNoTracking()
            .Where(message => message.ComplaintId == @case.Id && message.IsToCasesContact)
            .Select(message => new CaseContact(message.Receiver!, message.Language!))
            .FirstOrDefaultAsync(ct);
        if (account is not null || contact is not null)
        {
            await customer.TellAsync(new Notice(fact, account, @case, template, contact), ct);
        }
    }
}
