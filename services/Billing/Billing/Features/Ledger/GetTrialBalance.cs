using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Ledger;

/// <summary>The books at the end of a day.</summary>
/// <param name="On">Local date; everything booked until its end counts.</param>
/// <param name="Accounts">Each ledger account and currency that was ever moved.</param>
/// <param name="Totals">One per currency; its balance is zero, or the books are broken.</param>
public sealed record TrialBalanceView(
    DateOnly On,
    IReadOnlyList<TrialBalanceRow> Accounts,
    IReadOnlyList<TrialBalanceTotal> Totals,
    [property: JsonPropertyName("@type")] string Type = "TrialBalance"
);

/// <param name="Balance">Debit less credit.</param>
public sealed record TrialBalanceRow(
    string LedgerAccount,
    string Name,
    string Currency,
    decimal Debit,
    decimal Credit,
    decimal Balance
);

public sealed record TrialBalanceTotal(string Currency, decimal Debit, decimal Credit, decimal Balance);

/// <summary>Debits and credits of every ledger account until the end of a day, and that they are equal (features.md B15).</summary>
internal static class GetTrialBalance
{
    public static void Map(RouteGroupBuilder ledger) =>
        ledger.MapGet("/trialBalance", Handle).RequireRoles(Roles.Finance, Roles.Auditor);

    private static async Task<Ok<TrialBalanceView>> Handle(
        [FromQuery] DateOnly? on,
        BillingDb db,
        PolicyBook policies,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var zone = (await policies.ReadAsync(ct)).Calendar.Zone;
        var day = on ?? clock.Now().DateIn(zone);
        var end =
            day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : zone.FirstMomentAt(day.AddDays(1), TimeOnly.MinValue);
        var sums = await (
            from entry in db.LedgerEntries.AsNoTracking()
            where entry.BookedAt < end
            from posting in entry.Postings
            group posting.Amount by new { posting.LedgerAccount, posting.Currency } into moved
            orderby moved.Key.LedgerAccount, moved.Key.Currency
            select new
            {
                moved.Key.LedgerAccount,
                moved.Key.Currency,
                Debit = moved.Sum(amount => amount > 0 ? amount : 0),
                Credit = -moved.Sum(amount => amount < 0 ? amount : 0),
            }
        ).ToListAsync(ct);
        return TypedResults.Ok(
            new TrialBalanceView(
                day,
                [
                    .. sums.Select(sum => new TrialBalanceRow(
                        sum.LedgerAccount,
                        ChartOfAccounts.NameOf(sum.LedgerAccount),
                        sum.Currency,
                        sum.Debit,
                        sum.Credit,
                        sum.Debit - sum.Credit
                    )),
                ],
                [
                    .. from sum in sums
                    group sum by sum.Currency into currency
                    let debit = currency.Sum(sum => sum.Debit)
                    let credit = currency.Sum(sum => sum.Credit)
                    select new TrialBalanceTotal(currency.Key, debit, credit, debit - credit),
                ]
            )
        );
    }
}
