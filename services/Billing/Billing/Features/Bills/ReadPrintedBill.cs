using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Documents;
using Billing.Domain.Bills;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Billing.Features.Bills;

/// <summary>What a bill's page and its PDF are made of, and in which language.</summary>
internal static class ReadPrintedBill
{
    public static async Task<PrintedBill> PrintedAsync(this BillingDb db, Bill bill, CancellationToken ct)
    {
        var account = await db
            .Accounts.AsNoTracking()
            .Include(a => a.Lines)
            .SingleAsync(a => a.Id == bill.AccountId, ct);
        var subscriptions = bill.Lines.Where(line => line.SubscriptionId != null).Select(line => line.SubscriptionId);
        var plans = await (
            from subscription in db.Subscriptions.AsNoTracking()
            join offering in db.Offerings.AsNoTracking()
                on new { subscription.CatalogueId, subscription.OfferingId } equals new
                {
                    offering.CatalogueId,
                    offering.OfferingId,
                }
            where subscriptions.Contains(subscription.Id)
            select new { subscription.Id, Offering = offering }
        ).ToDictionaryAsync(plan => plan.Id, plan => plan.Offering, ct);
        var charged = bill.Lines.Where(line => line.ChargeId != null).Select(line => line.ChargeId!.Value).ToList();
        var charges = await db
            .ThirdPartyCharges.AsNoTracking()
            .Where(charge => charged.Contains(charge.Id))
            .ToDictionaryAsync(charge => charge.Id, ct);
        var replaces = await (
            from run in db.BillRuns.AsNoTracking()
            join replaced in db.Bills on run.ReplacesBillId equals replaced.Id
            where run.Id == bill.RunId
            select replaced.Number
        ).SingleOrDefaultAsync(ct);
        return new(bill, replaces, account, plans, charges);
    }

    /// <summary><c>?language</c> first, then what the browser wants most of the two, then the account's own.</summary>
    public static BillLanguage LanguageOf(HttpRequest request, string? asked, string accounts) =>
        new(
            asked
                ?? request
                    .GetTypedHeaders()
                    .AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
                    .Select(language => language.Value.ToString().Split('-')[0])
                    .FirstOrDefault(language => language is "zh" or "en")
                ?? accounts
        );
}
