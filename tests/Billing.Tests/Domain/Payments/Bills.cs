using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Billing.Domain.Bills;

namespace Billing.Tests.Domain.Payments;

/// <summary>Bills as the bill run leaves them in the database: no rule of the domain makes one that is sent already.</summary>
internal static class Bills
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);

    /// <param name="due">Day of January 2026; the bill is numbered by it.</param>
    public static Bill Sent(int due, params IEnumerable<(decimal Amount, bool IsDisputed)> lines)
    {
        var bill = New<Bill>();
        Set(bill, nameof(Bill.Id), Guid.CreateVersion7());
        Set(bill, nameof(Bill.Version), 1L);
        Set(bill, nameof(Bill.Number), $"B-2026-{due:00000000}");
        Set(bill, nameof(Bill.DueOn), new DateOnly(2026, 1, 1).AddDays(due));
        Set(bill, nameof(Bill.Status), BillStatus.Sent);
        var kept = (List<BillLine>)typeof(Bill).GetField("_lines", Hidden)!.GetValue(bill)!;
        kept.AddRange(lines.Select((line, i) => Line(i + 1, line.Amount, line.IsDisputed)));
        Set(bill, nameof(Bill.AmountDue), bill.Open);
        return bill;
    }

    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    private static BillLine Line(int seq, decimal amount, bool isDisputed)
    {
        var line = New<BillLine>();
        Set(line, nameof(BillLine.Seq), seq);
        Set(line, nameof(BillLine.Amount), amount);
        Set(line, nameof(BillLine.IsDisputed), isDisputed);
        return line;
    }

    private static T New<T>() => (T)Activator.CreateInstance(typeof(T), nonPublic: true)!;

    private static void Set<T>(T on, string property, object value) =>
        typeof(T).GetProperty(property)!.SetValue(on, value);
}
