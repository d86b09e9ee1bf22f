using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Notifications.Channels;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using Rules;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;

namespace Notifications.Features.Telling;

/// <summary>A fact that a customer is to be told.</summary>
/// <param name="Fact">Which one, once for ever among those of the template's purpose.</param>
/// <param name="AccountId">Whose; null when only a case's own contact is known.</param>
/// <param name="Matter">What it is about.</param>
/// <param name="Template">What to say.</param>
/// <param name="Contact">A number of the case's own, which then counts; null: the account's.</param>
/// <param name="Line">The line it concerns, for what only its own phone may answer; null: the account's contact.</param>
/// <param name="Sender">The number that an answer goes to; null: the operator's.</param>
internal sealed record Notice(
    string Fact,
    Guid? AccountId,
    Matter Matter,
    Template Template,
    CaseContact? Contact = null,
    string? Line = null,
    string? Sender = null
)
{
    /// <summary>The dedupe key (features.md N4).</summary>
    public string Key => $"{Template.Purpose}:{Fact}";
}

/// <summary>A number that a case carries, with the language spoken there.</summary>
internal sealed record CaseContact(string Phone, string Language);

/// <summary>
/// The one way to a customer: a fact is decided on once, the decision is recorded, and what it allows is put into the
/// message centre and on the way to the phone, all in the consumer's one commit (features.md N2, N3, N4).
/// </summary>
internal sealed class TellCustomer(
    NotificationsDb db,
    DecideSending decide,
    BusinessClock business,
    TimeProvider clock,
    IOptions<SmsOptions> sms
)
{
    public async Task TellAsync(Notice notice, CancellationToken ct)
    {
        if (await db.Decisions.AnyAsync(known => known.MessageKey == notice.Key, ct))
        {
            return; // the same fact, said again under another message id
        }

        var now = business.Now();
        var template = notice.Template;
        var ruling = await decide.DecideAsync(
            new(
                template.Purpose,
                template.Class,
                notice.AccountId,
                notice.Matter.Id,
                template.IsForInboxOnly,
                WasHeld: false
            ),
            now,
            ct
        );
        db.Decisions.Add(
            SendDecision.Of(
                notice.Key,
                number: 1,
                notice.AccountId,
                template.Purpose,
                template.Class,
                ruling,
                Activity.Current?.TraceId.ToString(),
                now
            )
        );

        var hotline = sms.Value.Sender;
        var (chinese, english) = (template.Chinese(hotline), template.English(hotline));
        if (ruling.IsInInbox && notice.AccountId is { } account)
        {
            db.InboxItems.Add(
                InboxItem.Of(
                    notice.Key,
                    account,
                    template.Purpose,
                    template.Class,
                    notice.Matter,
                    (chinese.Title, chinese.Content),
                    (english.Title, english.Content),
                    now
                )
            );
        }

        if (ruling.Verdict is Verdict.Send or Verdict.Hold)
        {
            var message = MessageOf(notice, chinese.Sms, english.Sms, ruling.HoldUntil, now);
            if (notice.Line is { } line)
            {
                message.AddressTo(line, await LanguageOfAsync(notice.AccountId, ct));
            }

            db.Messages.Add(message);
        }
    }

    private async Task<string> LanguageOfAsync(Guid? account, CancellationToken ct) =>
        await db
            .ContactBook.Where(entry => entry.AccountId == account)
            .Select(entry => entry.Language)
            .SingleOrDefaultAsync(ct)
        ?? "zh";

    private Message MessageOf(Notice notice, string zh, string en, DateTimeOffset? holdUntil, DateTimeOffset now)
    {
        var message = Message.About(
            new NewMessage(
                notice.Key,
                notice.Template.Purpose,
                notice.Template.Class,
                notice.AccountId,
                notice.Matter,
                notice.Template.Facts(),
                notice.Template.Version,
                zh,
                en,
                holdUntil,
                notice.Sender
            ),
            StoredTrace.Current,
            now,
            clock.Now()
        );
        if (notice.Contact is { } contact)
        {
            message.AddressToCasesContact(contact.Phone, contact.Language);
        }

        return message;
    }
}
