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

    /// <returns>Null when the case has neither account nor contact: there is nobody to be told.</returns>
    public static Notice? NoticeOf(Guid? account, CaseContact? contact, Matter @case, string fact, Template template) =>
        account is null && contact is null ? null : new Notice(fact, account, @case, template, contact);

    /// <summary>Tells of a case whoever is to be told of it.</summary>
    public static Task TellOfCaseAsync(
        this TellCustomer customer,
        Guid? account,
        CaseContact? contact,
        Matter @case,
        string fact,
        Template template,
        CancellationToken ct
    ) =>
        NoticeOf(account, contact, @case, fact, template) is { } notice
            ? customer.TellAsync(notice, ct)
            : Task.CompletedTask;
}
