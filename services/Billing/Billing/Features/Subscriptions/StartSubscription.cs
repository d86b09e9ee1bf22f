using System;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Domain;
using Billing.Domain.Subscriptions;
using Billing.Domain.Tariffs;
using Billing.Features.Tariffs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Subscriptions;

/// <param name="LineId">One of the account's lines.</param>
/// <param name="OfferingId">As the tariff zone and TMF620 name it.</param>
/// <param name="StartsOn">First day, local date: today or within 31 days.</param>
/// <param name="Consent">The customer's yes; there is no plan without one.</param>
public sealed record StartSubscriptionRequest(
    [Required(ErrorMessage = "It is mandatory.")] string LineId,
    [Required(ErrorMessage = "It is mandatory.")] string OfferingId,
    [Required(ErrorMessage = "It is mandatory.")] DateOnly? StartsOn,
    [Required(ErrorMessage = "It is mandatory: no plan without the customer's consent.")] ConsentRequest? Consent
);

/// <param name="Channel">Where the customer was asked.</param>
/// <param name="Statement">The exact words he was shown or read; they name the price.</param>
public sealed record ConsentRequest(
    [
        Required(ErrorMessage = "It is mandatory."),
        AllowedValues(
            "app",
            "web",
            "hall",
            "hotline",
            "sms",
            "ivr",
            "kiosk",
            ErrorMessage = "app, web, hall, hotline, sms, ivr or kiosk is expected."
        )
    ]
        string Channel,
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(2000, MinimumLength = 5, ErrorMessage = "5 to 2000 characters are expected.")
    ]
        string Statement
)
{
    /// <summary>Whose token says so goes into the record: the customer's own, or that of who asked him.</summary>
    internal ConsentGiven By(Caller caller, DateTimeOffset now) =>
        new(Channel, Statement, $"{caller.Role}:{caller.Subject}", now);
}

/// <summary>
/// A line gets a plan, with the customer's recorded consent and in no other way (features.md B3); a plan that it has
/// ends the day before, in the same commit.
/// </summary>
internal static class StartSubscription
{
    public static void Map(RouteGroupBuilder subscriptions) =>
        subscriptions.MapPost("", Handle).RequireRoles(Roles.Customer, Roles.Channel, Roles.Agent);

    private static async Task<Results<Created<SubscriptionView>, NotFound>> Handle(
        string accountId,
        StartSubscriptionRequest request,
        BillingDb db,
        PolicyBook book,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var account = await db.Accounts.AsNoTracking().VisibleTo(caller).WithIdAsync(accountId, ct);
        if (account is null)
        {
            return TypedResults.NotFound();
        }

        var line =
            account.Lines.SingleOrDefault(it => Ids.TryRead(request.LineId, out var id) && it.Id == id)
            ?? throw new InvalidInput("lineId", "The account has no such line.");
        var (startsOn, now) = (request.StartsOn!.Value, clock.Now());
        var offered = await OfferedAsync(db, request.OfferingId, startsOn, ct);
        var (subscription, consent) = PlanChoice.Start(
            account,
            line,
            offered,
            request.Consent!.By(caller, now),
            startsOn,
            now.DateIn((await book.ReadAsync(ct)).Calendar.Zone)
        );
        await EndRunningAsync(db, line, startsOn, ct);

        db.Consents.Add(consent);
        db.Subscriptions.Add(subscription);
        db.Outbox.Add(
            subscription.Id,
            subscription.Version,
            Fact(subscription, consent, offered!.Value.Offering, line)
        );
        await db.SaveChangesAsync(ct); // of two at once for a line a unique index lets one pass

        var view = SubscriptionView.Of(subscription, offered.Value.Offering, consent);
        return TypedResults.Created(view.Href, view);
    }

    /// <summary>The offering as the catalogue of its first day has it: its price then is the price agreed to.</summary>
    private static async Task<(Offering Offering, CustomerGroup For)?> OfferedAsync(
        BillingDb db,
        string offeringId,
        DateOnly startsOn,
        CancellationToken ct
    )
    {
        if (!Ids.TryRead(offeringId, out var id))
        {
            throw new InvalidInput("offeringId", "There is no such offering.");
        }

        var found = await (
            from catalogue in db.Catalogues.InForceOn(startsOn)
            join offering in db.Offerings on catalogue.Id equals offering.CatalogueId
            join family in db.PlanFamilies on offering.FamilyId equals family.Id
            where offering.OfferingId == id
            select new { Offering = offering, family.CustomerGroup }
        )
            .AsNoTracking()
            .SingleOrDefaultAsync(ct);
        return found is null ? null : (found.Offering, found.CustomerGroup);
    }

    private static async Task EndRunningAsync(BillingDb db, Line line, DateOnly startsOn, CancellationToken ct)
    {
        var running = await db
            .Subscriptions.Where(it => it.LineId == line.Id && (it.EndsOn == null || it.EndsOn >= startsOn))
            .Where(it => it.EndsOn == null || it.EndsOn >= it.StartsOn) // one that was ended before it began never was
            .ToListAsync(ct);
        foreach (var subscription in running)
        {
            subscription.EndFor(SubscriptionEnd.PlanChanged, startsOn.AddDays(-1));
        }
    }

    private static PlanChanged Fact(Subscription subscription, Consent consent, Offering offering, Line line) =>
        new(
            subscription.Id,
            subscription.Version,
            subscription.AccountId,
            line.Id,
            line.ServiceNumber,
            offering.NameZh,
            offering.NameEn,
            offering.Price.MonthlyFee,
            offering.Price.Currency,
            subscription.StartsOn,
            consent.GivenAt
        );
}
