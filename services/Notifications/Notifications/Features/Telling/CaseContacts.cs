using System;
using System.Threading;
using System.Threading.Tasks;
using Notifications.Domain;
using Notifications.Templates;

namespace Notifications.Features.Telling;

/// <summary>
/// A case may carry a number of its own; each of its events brings it along, so that none has to wait for another.
/// </summary>
internal static class CaseContacts
{
    public static CaseContact? Of(string? phone, string? language) =>
        phone is null ? null : new(phone, language ?? "zh");

    /// <summary>Tells of a case whoever is to be told of it; nobody when it has neither account nor contact.</summary>
    public static Task TellOfCaseAsync(
        this TellCustomer customer,
        Guid? account,
        CaseContact? contact,
        Matter @case,
        string fact,
        Template template,
        CancellationToken ct
    ) =>
        account is null && contact is null
            ? Task.CompletedTask
            : customer.TellAsync(new Notice(fact, account, @case, template, contact), ct);
}
