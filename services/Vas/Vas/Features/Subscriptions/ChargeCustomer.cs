using System;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <param name="Key">The provider's own number of this charge, unique for ever: the same again is the same charge.</param>
/// <param name="ServiceId">One of the provider's own.</param>
/// <param name="SubscriptionId">Whose, by the subscription or</param>
/// <param name="ServiceNumber">by the line's number.</param>
/// <param name="Amount">More than 0, two decimals, at most what the customer agreed to.</param>
/// <param name="OccurredAt">When the customer used what is charged.</param>
/// <param name="CallSeconds">For a call, how long it was: the first seconds are free.</param>
public sealed record ChargeCustomerRequest(
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(100, MinimumLength = 1, ErrorMessage = "1 to 100 characters are expected.")
    ]
        string Key,
    [Required(ErrorMessage = "It is mandatory.")] string ServiceId,
    string? SubscriptionId,
    string? ServiceNumber,
    [Required(ErrorMessage = "It is mandatory.")] decimal? Amount,
    [Required(ErrorMessage = "It is mandatory.")] DateTimeOffset? OccurredAt,
    [Range(0, 86_400, ErrorMessage = "0 to 86400 seconds are expected.")] int? CallSeconds
);

/// <summary>
/// A provider charges a customer, who consented or is not charged (features.md V5). The decision is committed before
/// Billing posts it, so the key is what makes a repeated request one charge, and an <c>Idempotency-Key</c> is not looked at:
/// its transaction would hold the decision back until after the posting. Each refusal is recorded and said.
/// </summary>
internal static class ChargeCustomer
{
    public static void Map(RouteGroupBuilder charges) => charges.MapPost("", Handle).RequireRoles(Roles.Partner);

    private static async Task<Results<Ok<ChargeView>, Accepted<ChargeView>, Refusal>> Handle(
        ChargeCustomerRequest request,
        VasDb db,
        ChargePosting posting,
        PolicyBook policies,
        Caller caller,
        BusinessClock clock,
        TimeProvider systemClock,
        CancellationToken ct
    )
    {
        var (provider, attempt) = (caller.PartnerId!.Value, Read(request));
        OfferedService? service = null;
        Charge charge;
        try
        {
            service = await OwnServiceAsync(request.ServiceId, provider, db, ct);
            charge = await DecideAsync(request, attempt, service, db, policies, clock, systemClock, ct);
        }
        catch (RuleViolation refused)
        {
            db.ChangeTracker.Clear();
            await RecordAsync(db, provider, service, attempt, refused.Code, clock.Now(), ct);
            return new Refusal(StatusCodes.Status409Conflict, refused.Code, refused.Message);
        }

        if (charge.Status == ChargeStatus.Pending)
        {
            await posting.PostAsync(charge, service, ct);
        }

        var view = ChargeView.Of(charge);
        return charge.Status switch
        {
            ChargeStatus.Pending => TypedResults.Accepted(view.Href, view),
            ChargeStatus.Refused => new Refusal(
                StatusCodes.Status409Conflict,
                charge.RefusalCode!,
                "The operator's books do not take this charge."
            ),
            _ => TypedResults.Ok(view),
        };
    }

    /// <exception cref="RuleViolation"><c>charge.not-own-service</c>.</exception>
    private static async Task<OfferedService> OwnServiceAsync(
        string serviceId,
        Guid provider,
        VasDb db,
        CancellationToken ct
    )
    {
        var service = Ids.TryRead(serviceId, out var id) ? await db.OfferedServiceAsync(id, ct) : null;
        return service?.ProviderId == provider
            ? service
            : throw new RuleViolation("charge.not-own-service", "The provider has no such service.");
    }

    /// <summary>The known charge of this key, or a new one, committed as pending.</summary>
    private static async Task<Charge> DecideAsync(
        ChargeCustomerRequest request,
        ChargeAttempt attempt,
        OfferedService service,
        VasDb db,
        PolicyBook policies,
        BusinessClock clock,
        TimeProvider systemClock,
        CancellationToken ct
    )
    {
        if (await KnownAsync(request, attempt, service, db, ct) is { } known)
        {
            return known;
        }

        service.RequireProviderStays();
        await using var turn = await db.Database.BeginTransactionAsync(ct);
        var subscription = await HoldAsync(request, service, db, ct);
        var consent = await db
            .ConsentRecords.AsNoTracking()
            .SingleOrDefaultAsync(it => it.SubscriptionId == subscription.Id, ct);
        var (book, now) = (await policies.ReadAsync(ct), clock.Now());
        var charge = subscription.Charge(attempt, consent, book.SubscriptionTermsAt(now), book.Calendar.Zone, now);
        charge.AskAgainAt(systemClock.Now() + ChargePosting.Lease, StoredTrace.Current);
        db.Charges.Add(charge);
        try
        {
            await db.SaveChangesAsync(ct);
            await turn.CommitAsync(ct);
            return charge;
        }
        catch (DbUpdateException e)
            when (e.InnerException is PostgresException { ConstraintName: "vas_charges_once_per_period" })
        {
            throw new RuleViolation("charge.period-charged", "The customer paid for this period already.");
        }
        catch (DbUpdateException e)
            when (e.InnerException is PostgresException { ConstraintName: "vas_charges_provider_id_provider_key_key" })
        {
            // The same request at the same moment was first.
            await turn.RollbackAsync(ct);
            db.ChangeTracker.Clear();
            return (await KnownAsync(request, attempt, service, db, ct))!;
        }
    }

    private static async Task<Charge?> KnownAsync(
        ChargeCustomerRequest request,
        ChargeAttempt attempt,
        OfferedService service,
        VasDb db,
        CancellationToken ct
    )
    {
        var known = await db.Charges.SingleOrDefaultAsync(
            it => it.ProviderId == service.ProviderId && it.ProviderKey == attempt.Key,
            ct
        );
        known?.RequireSame(
            service.ServiceId,
            request.SubscriptionId is null ? null
                : Ids.TryRead(request.SubscriptionId, out var id) ? id
                : Guid.Empty,
            request.ServiceNumber,
            attempt
        );
        return known;
    }

    /// <summary>Held until the commit: a stop comes before this charge or after it, never in between.</summary>
    /// <exception cref="RuleViolation"><c>charge.no-consent</c>: there is no such subscription to this service.</exception>
    private static async Task<Subscription> HoldAsync(
        ChargeCustomerRequest request,
        OfferedService service,
        VasDb db,
        CancellationToken ct
    )
    {
        var wanted = db
            .Subscriptions.Where(it => it.ServiceId == service.ServiceId)
            .Where(it => request.ServiceNumber == null || it.ServiceNumber == request.ServiceNumber);
        if (request.SubscriptionId is not null)
        {
            var id = Ids.TryRead(request.SubscriptionId, out var key) ? key : Guid.Empty;
            wanted = wanted.Where(it => it.Id == id);
        }

        // The one that runs; if none does, the last, whose state says why not.
        var found = await wanted
            .OrderByDescending(it => it.Status == SubscriptionStatus.Active)
            .ThenByDescending(it => it.RequestedAt)
            .Select(it => it.Id)
            .FirstOrDefaultAsync(ct);
        return await db
                .Subscriptions.FromSql($"select * from vas_subscriptions where id = {found} for no key update")
                .SingleOrDefaultAsync(ct)
            ?? throw new RuleViolation("charge.no-consent", "The customer has no subscription to this service.");
    }

    private static async Task RecordAsync(
        VasDb db,
        Guid provider,
        OfferedService? service,
        ChargeAttempt attempt,
        string code,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var refusal = new ChargeRefusal(
            Guid.CreateVersion7(now),
            provider,
            service?.ServiceId,
            attempt.Key,
            attempt.Amount,
            code,
            now
        );
        db.ChargeRefusals.Add(refusal);
        db.Outbox.AddRefused(refusal);
        await db.SaveChangesAsync(ct);
    }

    private static ChargeAttempt Read(ChargeCustomerRequest request)
    {
        if (request.SubscriptionId is null && request.ServiceNumber is null)
        {
            throw new InvalidInput("subscriptionId", "A subscriptionId or a serviceNumber is expected.");
        }

        var amount = request.Amount!.Value;
        if (amount <= 0 || amount > 1_000_000 || decimal.Round(amount, 2) != amount)
        {
            throw new InvalidInput("amount", "More than 0 and at most 1000000 with two decimals is expected.");
        }

        var at = request.OccurredAt!.Value;
        return new(
            request.Key,
            amount + 0.00m,
            at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond)),
            request.CallSeconds
        );
    }
}
