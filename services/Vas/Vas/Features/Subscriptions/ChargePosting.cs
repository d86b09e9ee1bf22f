using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
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
/// Has Billing post charges that are committed here (features.md V5). Asked twice, by a request and a sweep or after a crash,
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
    /// <summary>What a charge is answered that Billing refuses for good; its code says more.</summary>
    public const string BooksRefuse = "The operator's books do not take this charge.";

    /// <summary>Longer than the deadline: until then whoever asks is alone.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);

    /// <summary>It posts to the books under locks; below the gateway's ten seconds.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>Asks for what is pending, and records what came of it: posted, refused with a code, or pending still.</summary>
    /// <param name="decided">At most as many as Billing posts at once.</param>
    /// <param name="ct">Cancels; what is pending by then a sweep takes up.</param>
    /// <returns>The same, in their order, as they are now.</returns>
    public async Task<IReadOnlyList<DecidedCharge>> PostAsync(
        IReadOnlyList<DecidedCharge> decided,
        CancellationToken ct
    )
    {
        var pending = decided
            .Where(it => it.Charge?.Status == ChargeStatus.Pending)
            .DistinctBy(it => it.Charge!.Id)
            .ToDictionary(it => it.Charge!.Id);
        if (pending.Count == 0)
        {
            return decided;
        }

        var answered = await AskAsync(pending, ct);
        return [.. decided.Select(it => it with { Charge = Now(it.Charge) })];

        Charge? Now(Charge? before) =>
            before is not null && answered.TryGetValue(before.Id, out var now) ? now : before;
    }

    private async Task<Dictionary<Guid, Charge>> AskAsync(Dictionary<Guid, DecidedCharge> pending, CancellationToken ct)
    {
        PostManyAnswer answer;
        try
        {
            answer = await billing.PostManyAsync(
                new() { Charges = { pending.Values.Select(it => RequestOf(it.Charge!, it.Service!)) } },
                deadline: systemClock.GetUtcNow().UtcDateTime + Deadline,
                cancellationToken: ct
            );
        }
        catch (RpcException e) when (pending.Count > 1 && e.StatusCode is StatusCode.Unknown or StatusCode.Internal)
        {
            log.LogError(
                "Billing failed over {Count} charges, each is posted alone: {Reason}",
                pending.Count,
                e.Message
            );
            return await AskForEachAsync(pending, ct);
        }
        catch (Exception e) when (e is RpcException or HttpRequestException && !ct.IsCancellationRequested)
        {
            log.LogWarning("Billing did not answer, charges are posted later: {Reason}", e.Message);
            await PostponeAsync([.. pending.Keys], ct);
            return [];
        }

        return await RecordAsync(pending, pending.Keys.Zip(answer.Outcomes).ToDictionary(), ct);
    }

    /// <summary>One that Billing stumbles over keeps no other out.</summary>
    private async Task<Dictionary<Guid, Charge>> AskForEachAsync(
        Dictionary<Guid, DecidedCharge> pending,
        CancellationToken ct
    )
    {
        var answered = new Dictionary<Guid, Charge>(pending.Count);
        foreach (var (id, one) in pending)
        {
            foreach (var (_, charge) in await AskAsync(new() { [id] = one }, ct))
            {
                answered.Add(id, charge);
            }
        }

        return answered;
    }

    private async Task<Dictionary<Guid, Charge>> RecordAsync(
        Dictionary<Guid, DecidedCharge> pending,
        Dictionary<Guid, PostOutcome> outcomes,
        CancellationToken ct
    )
    {
        await using var turn = await db.Database.BeginTransactionAsync(ct);

        // Held, then read: a request and a sweep may have asked at once, and the other one has written it down.
        var ids = pending.Keys.ToArray();
        var held = await db
            .Charges.FromSql($"select * from vas_charges where id = any({ids}) order by id for no key update")
            .ToListAsync(ct);
        var now = clock.Now();
        var paidForOnce = new List<Charge>();
        foreach (var charge in held)
        {
            var (outcome, service) = (outcomes[charge.Id], pending[charge.Id].Service!);
            if (outcome.Answer is null)
            {
                Refuse(charge, outcome, now);
            }
            else if (charge.Post(outcome.Answer.EntryId, now))
            {
                db.Outbox.AddCharged(charge, service);
                paidForOnce.AddRange(charge.IsForOnce ? [charge] : []);
            }
        }

        await CompleteAsync(paidForOnce, pending, now, ct);
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
        return held.ToDictionary(charge => charge.Id);
    }

    /// <summary>What was paid once is over, and can be asked for again; unless the customer was first.</summary>
    private async Task CompleteAsync(
        List<Charge> paid,
        Dictionary<Guid, DecidedCharge> pending,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (paid.Count == 0)
        {
            return;
        }

        var services = paid.ToDictionary(charge => charge.SubscriptionId, charge => pending[charge.Id].Service!);
        var ids = services.Keys.ToArray();
        var held = await db.HoldSubscriptionsAsync(ids, ct);
        foreach (var subscription in held.Where(it => it.Status == SubscriptionStatus.Active))
        {
            subscription.Stop(SubscriptionEnd.Completed, now);
            db.Outbox.AddOver(subscription, services[subscription.Id]);
        }
    }

    private void Refuse(Charge charge, PostOutcome outcome, DateTimeOffset now)
    {
        log.LogWarning("Billing refused charge {Charge}: {Code}", charge.Id, outcome.RefusalCode);
        if (charge.Refuse(outcome.RefusalCode))
        {
            var attempt = new ChargeAttempt(charge.ProviderKey, charge.Amount, charge.OccurredAt ?? charge.ChargedAt);
            db.AddRefusal(charge.ProviderId, charge.ServiceId, attempt, outcome.RefusalCode, now);
        }
    }

    private Task<int> PostponeAsync(Guid[] ids, CancellationToken ct)
    {
        var due = systemClock.Now() + AskAgainAfter;
        return db.Database.ExecuteSqlAsync(
            $"update vas_charges set due_at = {due} where id = any({ids}) and status = 'Pending'",
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
}
