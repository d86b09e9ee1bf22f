using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>What somebody asks for, and how his request names each part of it.</summary>
internal sealed record WantedSubscription(
    (string Field, string? Id) Service,
    (string Field, string? Id) Account,
    (string Field, string? Id) LineId,
    (string Field, string? Number) ServiceNumber
);

/// <summary>
/// The one way into a subscription, whichever API it is asked by (features.md V3): account and line from Billing, service
/// and provider from the catalogue, then a prompt from a number of its own. Prompt and event are one commit.
/// </summary>
internal sealed class SubscriptionIntake(
    VasDb db,
    LineInquiry billing,
    ReplyNumbers numbers,
    PolicyBook policies,
    Caller caller,
    BusinessClock clock
)
{
    /// <summary>What stands for an answer when Billing is away.</summary>
    public static Refusal BillingAway { get; } =
        new(
            StatusCodes.Status503ServiceUnavailable,
            "billing.away",
            "Billing does not answer; nobody was asked to subscribe. Try again."
        );

    /// <returns>Null when Billing is away.</returns>
    /// <exception cref="InvalidInput">There is no such service, account or line.</exception>
    /// <exception cref="RuleViolation">
    /// <c>subscription.already-active</c>, <c>subscription.already-pending</c>; and as for <see cref="Subscription.Request"/>.
    /// </exception>
    public async Task<SubscriptionRow?> RequestAsync(WantedSubscription wanted, CancellationToken ct)
    {
        var service =
            (Ids.TryRead(wanted.Service.Id, out var id) ? await db.OfferedServiceAsync(id, ct) : null)
            ?? throw new InvalidInput(wanted.Service.Field, "There is no such service.");
        var found = await billing.AskAsync(AccountOf(wanted), ct);
        if (found.IsAway)
        {
            return null;
        }

        var lines = found.Lines ?? throw new InvalidInput(wanted.Account.Field, "There is no such account.");
        var line =
            lines.SingleOrDefault(line => IsWanted(line, wanted))
            ?? throw new InvalidInput(
                wanted.LineId.Id is null ? wanted.ServiceNumber.Field : wanted.LineId.Field,
                "The account has no such line."
            );
        return await PromptAsync(service.ServiceId, line, ct);
    }

    private async Task<SubscriptionRow> PromptAsync(Guid wanted, SubscriberLine line, CancellationToken ct)
    {
        var (book, now) = (await policies.ReadAsync(ct), clock.Now());

        await using var own = await db.BeginOwnAsync(ct);
        await db.Database.ExecuteSqlAsync(
            $"select pg_advisory_xact_lock(hashtextextended({$"vas-line:{line.LineId}"}, 0))",
            ct
        );
        var service = (await db.HeldServiceAsync(wanted, ct))!; // read before, and none is ever deleted
        await RequireNotThereAsync(service, line, ct);
        if (await HadTrialAsync(service, line, ct))
        {
            service = service.AfterTrial();
        }

        var subscription = Subscription.Request(
            service,
            line,
            await numbers.FreeForAsync(line.ServiceNumber, db, now, ct),
            book.SubscriptionTermsAt(now),
            now
        );

        db.Subscriptions.Add(subscription);
        db.Outbox.AddRequested(subscription, service, now.DateIn(book.Calendar.Zone));
        await db.SaveChangesAsync(ct);
        await own.CommitOwnAsync(ct);
        return new() { Subscription = subscription, Service = service };
    }

    /// <summary>A line tries a service once; after that it is paid for, or not had.</summary>
    private Task<bool> HadTrialAsync(OfferedService service, SubscriberLine line, CancellationToken ct) =>
        db.Subscriptions.AnyAsync(
            it => it.LineId == line.LineId && it.ServiceId == service.ServiceId && it.TrialEndsOn != null,
            ct
        );

    private async Task RequireNotThereAsync(OfferedService service, SubscriberLine line, CancellationToken ct)
    {
        var there = await db
            .Subscriptions.Where(it => it.LineId == line.LineId && it.ServiceId == service.ServiceId)
            .Where(it => it.Status == SubscriptionStatus.Active || it.Status == SubscriptionStatus.PendingActive)
            .Select(it => (SubscriptionStatus?)it.Status)
            .SingleOrDefaultAsync(ct);
        switch (there)
        {
            case SubscriptionStatus.Active:
                throw new RuleViolation("subscription.already-active", "The line has the service already.");
            case SubscriptionStatus.PendingActive:
                throw new RuleViolation("subscription.already-pending", "The prompt is out; its answer is awaited.");
            default:
                return;
        }
    }

    /// <summary>A customer's own, whatever he writes; channels and agents say whose.</summary>
    private Guid AccountOf(WantedSubscription wanted)
    {
        var named = Ids.TryRead(wanted.Account.Id, out var id) ? id : (Guid?)null;
        if (caller.IsCustomer)
        {
            return wanted.Account.Id is null || named == caller.AccountId
                ? caller.AccountId!.Value
                : throw new InvalidInput(wanted.Account.Field, "There is no such account.");
        }

        return named
            ?? throw new InvalidInput(
                wanted.Account.Field,
                wanted.Account.Id is null ? "It is mandatory." : "There is no such account."
            );
    }

    private static bool IsWanted(SubscriberLine line, WantedSubscription wanted) =>
        wanted.LineId.Id is { } id
            ? line.LineId.ToString() == id && line.ServiceNumber == (wanted.ServiceNumber.Number ?? line.ServiceNumber)
            : line.ServiceNumber == wanted.ServiceNumber.Number;
}
