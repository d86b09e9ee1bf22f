using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Rules;
using Vas.Domain.Subscriptions;

namespace Vas.Data;

/// <summary>
/// The seeded operator's first customers have up to two services each, with their consents in the providers' chains and last
/// month's charges, made by the same rules as any other (Billing's seed has the same accounts, lines and numbers). Nobody is
/// told of them: they were there before anybody listened. The charges are settled with the providers and on no bill. Free
/// days were had before that, what is paid once is over, and this month's renewals were told in time.
/// </summary>
internal static class SeededSubscriptions
{
    private const int Most = 200;

    /// <summary>Does nothing when there is any subscription already, or nothing is sold.</summary>
    /// <param name="db">Vas's database, with the catalogue seeded.</param>
    /// <param name="offered">What is sold.</param>
    /// <param name="customers">How many Billing has.</param>
    /// <param name="terms">Of today.</param>
    /// <param name="zone">Where months are taken.</param>
    /// <param name="now">The start.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task SeedAsync(
        VasDb db,
        IReadOnlyList<OfferedService> offered,
        int customers,
        SubscriptionTerms terms,
        TimeZoneInfo zone,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var sold = offered.Where(it => it.IsSold).OrderBy(it => it.ServiceId).ToList();
        if (sold.Count == 0 || await db.Subscriptions.AnyAsync(ct))
        {
            return;
        }

        var today = now.DateIn(zone);
        var lastMonth = zone.FirstMomentAt(new DateOnly(today.Year, today.Month, 1).AddMonths(-1), new TimeOnly(10, 0));
        await using var all = await db.Database.BeginTransactionAsync(ct);
        foreach (var n in Enumerable.Range(1, Math.Min(customers, Most)))
        {
            foreach (var k in Enumerable.Range(0, Math.Min(n % 3, sold.Count)))
            {
                var service = sold[((n * 7) + k) % sold.Count];
                await SubscribeAsync(db, service.AfterTrial(), n, k, terms, zone, lastMonth.AddMinutes(n), ct);
            }
        }

        await db.SaveChangesAsync(ct);
        await all.CommitAsync(ct);
    }

    private static async Task SubscribeAsync(
        VasDb db,
        OfferedService service,
        int n,
        int k,
        SubscriptionTerms terms,
        TimeZoneInfo zone,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var line = new SubscriberLine(Id("0190a000", n), Id("0190b000", (n * 16) + 1), $"138{n:00000000}", "mobile");
        var subscription = Subscription.Request(service, line, $"1069{k:0000}", terms, at);
        var answer = new PromptAnswer(
            Guid.CreateVersion7(at),
            line.ServiceNumber,
            subscription.ReplyNumber!,
            terms.Accept,
            at.AddMinutes(1)
        );
        answer.Settle(AnswerOutcome.Confirmed, subscription.Id);
        var (consent, salt) = subscription.Confirm(
            answer,
            await db.HoldConsentHeadAsync(service.ProviderId, ct),
            RandomNumberGenerator.GetBytes(32),
            terms,
            zone,
            at.AddMinutes(1)
        );
        var charge = subscription.Charge(
            new($"seed-{n}-{k}", subscription.Price, at.AddMinutes(2)),
            consent,
            paid: null,
            terms,
            zone,
            at.AddMinutes(2)
        );
        charge.Post("seed", at.AddMinutes(2));
        if (charge.IsForOnce)
        {
            subscription.Stop(SubscriptionEnd.Completed, at.AddMinutes(2));
        }
        else if (subscription.RenewsOn is { } thisMonth)
        {
            subscription.Renew(terms, thisMonth.AddDays(-terms.RenewalNotice));
            subscription.Renew(terms, thisMonth);
        }

        db.Subscriptions.Add(subscription);
        db.PromptAnswers.Add(answer);
        db.ConsentRecords.Add(consent);
        db.ConsentSalts.Add(salt);
        db.Charges.Add(charge);
    }

    private static Guid Id(string prefix, int n) => Guid.ParseExact($"{prefix}-0000-7000-8000-{n:x12}", "D");
}
