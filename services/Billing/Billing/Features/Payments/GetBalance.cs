using System;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Payments;

/// <summary>How an account stands.</summary>
/// <param name="Open">All that is to be paid, disputed charges and compensations that were taken back included.</param>
/// <param name="Disputed">The part of it that is in dispute.</param>
/// <param name="Overdue">The part that is not in dispute and past its due day.</param>
/// <param name="Balance">What was paid in advance or too much; it pays for the next bill.</param>
public sealed record AccountBalanceView(
    Guid Id,
    string Href,
    decimal Open,
    decimal Disputed,
    decimal Overdue,
    decimal Balance,
    string Currency,
    [property: JsonPropertyName("@type")] string Type = "AccountBalance"
);

/// <summary>What an account owes, how much of it is disputed or overdue, and what it has in advance.</summary>
internal static class GetBalance
{
    public static void Map(RouteGroupBuilder accounts) =>
        accounts.MapGet("/{id}/balance", Handle).RequireRoles([Roles.Customer, .. BillingRoles.Staff]);

    private static async Task<Results<Ok<AccountBalanceView>, NotFound>> Handle(
        string id,
        BillingDb db,
        PolicyBook policies,
        OperatorCurrency currency,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        if (
            !Ids.TryRead(id, out var account)
            || !await db.Accounts.VisibleTo(caller).AnyAsync(found => found.Id == account, ct)
        )
        {
            return TypedResults.NotFound();
        }

        var today = clock.Now().DateIn((await policies.ReadAsync(ct)).Calendar.Zone);
        var owed = await db
            .Database.SqlQuery<Owed>(
                $"""
                select coalesce(sum(l.amount - l.settled), 0)
                         + (select coalesce(sum(due_again), 0) from compensations where account_id = {account}) as "Open",
                       coalesce(sum(l.amount - l.settled) filter (where l.is_disputed), 0) as "Disputed",
                       greatest(0, coalesce(sum(l.amount - l.settled)
                                            filter (where not l.is_disputed and b.due_on < {today}), 0)) as "Overdue"
                  from bills b
                  join bill_lines l on l.bill_id = b.id
                 where b.account_id = {account} and b.status in ('Sent', 'PartiallyPaid') and b.reversed_at is null
                """
            )
            .SingleAsync(ct);
        return TypedResults.Ok(
            new AccountBalanceView(
                account,
                $"/api/billing/v1/accounts/{account}/balance",
                owed.Open,
                owed.Disputed,
                owed.Overdue,
                await db.BalanceOfAsync(account, ct),
                currency.Code
            )
        );
    }

    private sealed record Owed(decimal Open, decimal Disputed, decimal Overdue);
}
