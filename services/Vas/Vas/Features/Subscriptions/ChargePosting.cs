using System;
using System.Globalization;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.V1;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>
/// Has Billing post a charge that is committed here (features.md V5). Asked twice, by a request and a sweep or after a crash,
/// Billing posts once: the business key is the charge's. Nothing is held while Billing makes us wait.
/// </summary>
internal sealed class ChargePosting(
    VasDb db,
    Charges.ChargesClient billing,
    BusinessClock clock,
    TimeProvider systemClock,
    ILogger<ChargePosting> log
)
{
    /// <summary>Longer than the deadline: until then whoever asks is alone.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);

    /// <summary>It posts to the books under locks; below the gateway's ten seconds.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>Asks, and records what came of it: posted, refused with a code, or pending still.</summary>
    public async Task PostAsync(Charge charge, OfferedService service, CancellationToken ct)
    {
        try
        {
            await AskAsync(charge, service, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // A request and a sweep, or two requests, asked at once: the other one has written down the same answer.
            db.ChangeTracker.Clear();
            await db.Entry(charge).ReloadAsync(ct);
        }
    }

    private async Task AskAsync(Charge charge, OfferedService service, CancellationToken ct)
    {
        try
        {
            var answer = await billing.PostAsync(
                RequestOf(charge, service),
                deadline: systemClock.GetUtcNow().UtcDateTime + Deadline,
                cancellationToken: ct
            );
            await RecordAsync(charge, service, answer.EntryId, ct);
        }
        catch (RpcException e) when (IsFinal(e))
        {
            await RefuseAsync(charge, e.Trailers.GetValue("code") ?? "charge.not-posted", ct);
        }
        catch (Exception e) when (e is RpcException or HttpRequestException && !ct.IsCancellationRequested)
        {
            log.LogWarning("Billing did not answer, the charge is posted later: {Reason}", e.Message);
            await PostponeAsync(charge.Id, ct);
        }
    }

    private async Task RecordAsync(Charge charge, OfferedService service, string entryId, CancellationToken ct)
    {
        await using var turn = await db.Database.BeginTransactionAsync(ct);
        var now = clock.Now();
        if (!charge.Post(entryId, now))
        {
            return;
        }

        db.Outbox.AddCharged(charge, service);
        if (charge.IsForOnce)
        {
            await CompleteAsync(charge.SubscriptionId, service, now, ct);
        }

        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
    }

    /// <summary>What was paid once is over, and can be asked for again; unless the customer was first.</summary>
    private async Task CompleteAsync(Guid id, OfferedService service, DateTimeOffset now, CancellationToken ct)
    {
        // First held, then read: it may have been read before Billing was asked.
        await db.Database.ExecuteSqlAsync($"select from vas_subscriptions where id = {id} for no key update", ct);
        var subscription = await db.Subscriptions.SingleAsync(it => it.Id == id, ct);
        await db.Entry(subscription).ReloadAsync(ct);
        if (subscription.Status == SubscriptionStatus.Active)
        {
            subscription.Stop(SubscriptionEnd.Completed, now);
            db.Outbox.AddOver(subscription, service);
        }
    }

    private async Task RefuseAsync(Charge charge, string code, CancellationToken ct)
    {
        log.LogWarning("Billing refused charge {Charge}: {Code}", charge.Id, code);
        if (!charge.Refuse(code))
        {
            return;
        }

        var now = clock.Now();
        var refusal = new ChargeRefusal(
            Guid.CreateVersion7(now),
            charge.ProviderId,
            charge.ServiceId,
            charge.ProviderKey,
            charge.Amount,
            code,
            now
        );
        db.ChargeRefusals.Add(refusal);
        db.Outbox.AddRefused(refusal);
        await db.SaveChangesAsync(ct);
    }

    private Task<int> PostponeAsync(Guid id, CancellationToken ct)
    {
        var due = systemClock.Now() + AskAgainAfter;
        return db.Database.ExecuteSqlAsync(
            $"update vas_charges set due_at = {due} where id = {id} and status = 'Pending'",
            ct
        );
    }

    private static PostChargeRequest RequestOf(Charge charge, OfferedService service) =>
        new()
        {
            ChargeId = charge.Id.ToString(),
            BusinessKey = charge.BusinessKey,
            AccountId = charge.AccountId.ToString(),
            LineId = charge.LineId.ToString(),
            ProviderId = charge.ProviderId.ToString(),
            ProviderNameZh = service.ProviderNameZh,
            ProviderNameEn = service.ProviderNameEn,
            ServiceId = charge.ServiceId.ToString(),
            ServiceNameZh = service.NameZh,
            ServiceNameEn = service.NameEn,
            Amount = charge.Amount.ToString("0.00", CultureInfo.InvariantCulture),
            Currency = charge.Currency,
            OccurredAt = (charge.OccurredAt ?? charge.ChargedAt).UtcDateTime.ToString(
                "yyyy-MM-ddTHH:mm:ss.ffffffZ",
                CultureInfo.InvariantCulture
            ),
        };

    /// <summary>Asking again would change nothing; whatever else goes wrong is asked again without end.</summary>
    private static bool IsFinal(RpcException e) =>
        e.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound or StatusCode.InvalidArgument;
}
