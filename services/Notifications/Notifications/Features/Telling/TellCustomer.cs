using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Notifications.Channels;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Templates;
using Rules;
using ServiceDefaults.Messaging;
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
/// <param name="Traceparent">The trace that said it, in which the message goes on (P2).</param>
internal sealed record Notice(
    string Fact,
    Guid? AccountId,
    Matter Matter,
    Template Template,
    CaseContact? Contact = null,
    string? Line = null,
    string? Sender = null,
    string? Traceparent = null
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
    /// <summary>What is said in the trace that goes on here.</summary>
    public Task TellAsync(Notice notice, CancellationToken ct) =>
        TellAsync([notice with { Traceparent = StoredTrace.Current }], ct);

    /// <summary>What several events say, each in its own trace.</summary>
    /// <param name="noticeOf">What one of them says; null: nobody is told.</param>
    public Task TellAsync<TFact>(
        IReadOnlyList<ConsumeContext<TFact>> facts,
        Func<TFact, Notice?> noticeOf,
        CancellationToken ct
    )
        where TFact : class =>
        TellAsync(
            [
                .. from fact in facts
                let notice = noticeOf(fact.Message)
                where notice is not null
                select notice with
                {
                    Traceparent = fact.Traceparent(),
                },
            ],
            ct
        );

    /// <summary>What is to be told together, each in its own trace; an account's messages go out in this order.</summary>
    public async Task TellAsync(IReadOnlyList<Notice> said, CancellationToken ct)
    {
        var keys = said.Select(notice => notice.Key).ToList();
        var known = await db
            .Decisions.Where(decision => keys.Contains(decision.MessageKey))
            .Select(decision => decision.MessageKey)
            .ToHashSetAsync(ct);
        var news = said.Where(notice => known.Add(notice.Key)).ToList(); // not the same fact under another message id
        var now = business.Now();
        var rulings = await decide.DecideAsync([.. news.Select(WantedOf)], now, ct);
        var contacts = await ContactsAsync(news, ct);
        // Rows that are saved together are inserted in the order of their ids, and so get their positions.
        var ids = news.Select(_ => Guid.CreateVersion7(clock.Now())).Order();
        foreach (var (notice, ruling, id) in news.Zip(rulings, ids))
        {
            Record(notice, ruling, id, contacts, now);
        }
    }

    private void Record(Notice notice, Ruling ruling, Guid id, Dictionary<Guid, Contact> contacts, DateTimeOffset now)
    {
        var template = notice.Template;
        db.Decisions.Add(
            SendDecision.Of(
                notice.Key,
                number: 1,
                notice.AccountId,
                template.Purpose,
                template.Class,
                ruling,
                StoredTrace.IdOf(notice.Traceparent),
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
            var message = MessageOf(notice, id, chinese.Sms, english.Sms, ruling.HoldUntil, now);
            Address(message, notice, contacts.GetValueOrDefault(notice.AccountId ?? Guid.Empty));
            db.Messages.Add(message);
        }
    }

    private static WantedMessage WantedOf(Notice notice) =>
        new(
            notice.Template.Purpose,
            notice.Template.Class,
            notice.AccountId,
            notice.Matter.Id,
            notice.Template.IsForInboxOnly,
            WasHeld: false
        );

    /// <summary>
    /// As far as it is known where to. What is held, or whose account has no number yet, is addressed later, and so is what
    /// comes behind it: an account's messages keep their order.
    /// </summary>
    private static void Address(Message message, Notice notice, Contact? contact)
    {
        if (notice.Contact is { } own)
        {
            message.AddressToCasesContact(own.Phone, own.Language);
        }
        else if (notice.Line is { } line)
        {
            message.AddressTo(line, contact?.Language ?? "zh");
        }
        else if (
            message.Status == MessageStatus.Waiting
            && contact is { PhoneNumber: { } phone, HasUnaddressed: false }
        )
        {
            message.AddressTo(phone, contact.Language);
        }
    }

    private async Task<Dictionary<Guid, Contact>> ContactsAsync(List<Notice> notices, CancellationToken ct)
    {
        var accounts = notices.Where(notice => notice.Contact is null).Select(it => it.AccountId).Distinct().ToList();
        return accounts.Count == 0
            ? []
            : await db
                .ContactBook.Where(entry => accounts.Contains(entry.AccountId))
                .Select(entry => new Contact(
                    entry.AccountId,
                    entry.PhoneNumber,
                    entry.Language,
                    db.Messages.Any(message =>
                        message.AccountId == entry.AccountId
                        && message.Status == MessageStatus.Waiting
                        && message.Receiver == null
                    )
                ))
                .ToDictionaryAsync(entry => entry.AccountId, ct);
    }

    private Message MessageOf(
        Notice notice,
        Guid id,
        string zh,
        string en,
        DateTimeOffset? holdUntil,
        DateTimeOffset now
    ) =>
        Message.About(
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
            notice.Traceparent,
            now,
            clock.Now(),
            id
        );

    /// <param name="HasUnaddressed">Messages before this one still wait for where to.</param>
    private sealed record Contact(Guid AccountId, string? PhoneNumber, string Language, bool HasUnaddressed);
}
