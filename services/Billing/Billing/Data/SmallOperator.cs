using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Domain;
using Billing.Features;
using Microsoft.EntityFrameworkCore;
using Rules;

namespace Billing.Data;

/// <summary>
/// A small operator to start with: 20 invented customers whose ids, numbers and names are the same at every first
/// start, so that demos, tests and other services' seeds can name them.
/// </summary>
internal static class SmallOperator
{
    private const int Customers = 20;

    private static readonly string[] FamilyNames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"];
    private static readonly string[] GivenNames = ["小明", "丽华", "建国", "秀英", "海涛", "文静", "志强"];

    /// <summary>The n-th account's id, n from 1.</summary>
    public static Guid AccountId(int n) => Guid.ParseExact($"0190a000-0000-7000-8000-{n:x12}", "D");

    /// <summary>Does nothing when there is any account already.</summary>
    public static async Task SeedAsync(BillingDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Accounts.AnyAsync(ct))
        {
            return;
        }

        foreach (var account in Enumerable.Range(1, Customers).Select(n => Customer(n, clock.Now())))
        {
            db.Accounts.Add(account);
            db.Outbox.Add(account.Id, account.Version, ContactFact.Of(account, account.OpenedAt));
        }

        await db.SaveChangesAsync(ct);
    }

    private static Account Customer(int n, DateTimeOffset now)
    {
        var mobile = $"1380000{n:0000}";
        var contact = new Contact(mobile, $"customer{n}@example.com", n % 5 == 0 ? "en" : "zh");
        var group =
            n % 10 == 0 ? CustomerGroup.KeyAccount
            : n % 4 == 0 ? CustomerGroup.Business
            : default;
        var name = FamilyNames[n % FamilyNames.Length] + GivenNames[n % GivenNames.Length];
        return Account.Open(AccountId(n), $"A{1_000_000 + n}", name, group, contact, Lines(n, mobile), now);
    }

    private static IEnumerable<Line> Lines(int n, string mobile)
    {
        yield return Line.Of(LineId(n, 1), mobile, LineKind.Mobile);
        yield return n % 2 == 0
            ? Line.Of(LineId(n, 2), $"0371660{n:0000}", LineKind.Fixed)
            : Line.Of(LineId(n, 2), $"B{20_000_000 + n}", LineKind.Broadband);
        if (n % 3 == 0)
        {
            yield return Line.Of(LineId(n, 3), $"W{30_000_000 + n}", LineKind.Water);
        }
    }

    private static Guid LineId(int n, int line) => Guid.ParseExact($"0190b000-0000-7000-8000-{n * 16 + line:x12}", "D");
}
