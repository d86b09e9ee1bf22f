using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Domain;
using Billing.Domain.Subscriptions;
using Billing.Features;
using Microsoft.EntityFrameworkCore;
using Rules;

namespace Billing.Data.Seeds;

/// <summary>
/// An operator to start with: invented customers, as many as wanted, whose ids, numbers and names are the same at every
/// first start, so that demos, tests and other services' seeds can name them. Every telephone and broadband line has a
/// plan of the <see cref="SeededCatalogue"/>.
/// </summary>
internal static class SeededOperator
{
    private const int AtOnce = 500;

    private static readonly string[] FamilyNames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"];
    private static readonly string[] GivenNames = ["小明", "丽华", "建国", "秀英", "海涛", "文静", "志强"];

    /// <summary>The n-th account's id, n from 1.</summary>
    public static Guid AccountId(int n) => Id("0190a000", n);

    /// <summary>A line of the n-th account: 1 is mobile, 2 fixed or broadband, 3 water.</summary>
    public static Guid LineId(int n, int line) => Id("0190b000", (n * 16) + line);

    /// <summary>What that line is subscribed to; water has no plan.</summary>
    public static Guid SubscriptionId(int n, int line) => Id("0190d000", (n * 16) + line);

    /// <summary>Does nothing when there is any account already.</summary>
    /// <param name="today">Subscriptions start with its month; local date.</param>
    public static async Task SeedAsync(
        BillingDb db,
        int customers,
        DateOnly today,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (await db.Accounts.AnyAsync(ct))
        {
            return;
        }

        await using var all = await db.Database.BeginTransactionAsync(ct);
        await SeededCatalogue.SeedAsync(db, ct);
        foreach (var some in Enumerable.Range(1, customers).Chunk(AtOnce))
        {
            foreach (var n in some)
            {
                var account = Customer(n, clock.Now());
                db.Accounts.Add(account);
                db.Outbox.Add(account.Id, account.Version, ContactFact.Of(account, account.OpenedAt));
            }

            await db.SaveChangesAsync(ct);
            foreach (var n in some)
            {
                await SubscribeAsync(db, n, new DateOnly(today.Year, today.Month, 1), clock.Now(), ct);
            }

            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }

        await all.CommitAsync(ct);
    }

    private static Account Customer(int n, DateTimeOffset now)
    {
        var mobile = $"138{n:00000000}";
        var contact = new Contact(mobile, $"customer{n}@example.com", n % 5 == 0 ? "en" : "zh");
        var name = FamilyNames[n % FamilyNames.Length] + GivenNames[n % GivenNames.Length];
        return Account.Open(AccountId(n), $"A{1_000_000 + n}", name, GroupOf(n), contact, Lines(n, mobile), now);
    }

    private static CustomerGroup GroupOf(int n) =>
        n % 10 == 0 ? CustomerGroup.KeyAccount
        : n % 4 == 0 ? CustomerGroup.Business
        : CustomerGroup.Residential;

    private static LineKind SecondLine(int n) => n % 2 == 0 ? LineKind.Fixed : LineKind.Broadband;

    private static IEnumerable<Line> Lines(int n, string mobile)
    {
        yield return Line.Of(LineId(n, 1), mobile, LineKind.Mobile);
        yield return Line.Of(
            LineId(n, 2),
            SecondLine(n) == LineKind.Fixed ? $"0371{6_600_000 + n}" : $"B{20_000_000 + n}",
            SecondLine(n)
        );
        if (n % 3 == 0)
        {
            yield return Line.Of(LineId(n, 3), $"W{30_000_000 + n}", LineKind.Water);
        }
    }

    private static async Task SubscribeAsync(
        BillingDb db,
        int n,
        DateOnly startsOn,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        foreach (var (line, kind) in new[] { (1, LineKind.Mobile), (2, SecondLine(n)) })
        {
            var offering = SeededCatalogue.OfferingFor(GroupOf(n), kind, n);
            var consent = Id("0190e000", (n * 16) + line);
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into consents (id, account_id, line_id, catalogue_id, offering_id, channel, statement, given_by, given_at)
                values ({consent}, {AccountId(n)}, {LineId(n, line)}, {SeededCatalogue.Id}, {offering}, 'hall',
                        {"我同意开通该套餐及其资费。"}, 'customer', {now})
                """,
                ct
            );
            db.Subscriptions.Add(
                Subscription.Start(
                    SubscriptionId(n, line),
                    AccountId(n),
                    LineId(n, line),
                    SeededCatalogue.Id,
                    offering,
                    consent,
                    startsOn
                )
            );
        }
    }

    private static Guid Id(string prefix, int n) => Guid.ParseExact($"{prefix}-0000-7000-8000-{n:x12}", "D");
}
