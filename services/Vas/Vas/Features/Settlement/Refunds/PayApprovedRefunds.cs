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
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;
using ServiceDefaults.Work;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Domain.Settlement;
using Vas.Domain.Subscriptions;
using Vas.Features.Subscriptions;

namespace Vas.Features.Settlement.Refunds;

/// <summary>
/// Has Billing give back what two persons decided on (features.md V15). Asked twice, after a crash or by two replicas, Billing
/// does it once. A month that is settled stays as it is: a later statement takes back what this one paid the provider
/// (V8). Leases are system time.
/// </summary>
internal sealed class PayApprovedRefunds(
    IServiceScopeFactory scopes,
    BusinessClock clock,
    TimeProvider systemClock,
    ILogger<PayApprovedRefunds> log
) : Sweep(scopes, log)
{
    /// <summary>Longer than the deadline: until then whoever asks is alone.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<VasDb>();
        var paid = 0;
        foreach (var due in await ClaimAsync(db, ct))
        {
            using var span = StoredTrace.Continue("pay refund", due.Traceparent);
            db.ChangeTracker.Clear();
            var refund = await db.Refunds.SingleAsync(it => it.Id == due.Id, ct);
            await PayAsync(db, services.GetRequiredService<Charges.ChargesClient>(), refund, ct);
            paid += refund.Status == RefundStatus.Approved ? 0 : 1;
        }

        return paid;
    }

    private Task<List<Due>> ClaimAsync(VasDb db, CancellationToken ct)
    {
        var now = systemClock.Now();
        return db
            .Database.SqlQuery<Due>(
                $"""
                update charge_refunds set due_at = {now + Lease}
                 where id in (select id from charge_refunds
                               where status = 'Approved' and due_at <= {now}
                               order by due_at
                               limit 5
                                 for no key update skip locked)
                returning id as "Id", traceparent as "Traceparent"
                """
            )
            .ToListAsync(ct);
    }

    private async Task PayAsync(VasDb db, Charges.ChargesClient billing, ChargeRefund refund, CancellationToken ct)
    {
        var charge = await db.Charges.SingleAsync(it => it.Id == refund.ChargeId, ct);
        try
        {
            await billing.ReverseAsync(
                new()
                {
                    ChargeId = charge.Id.ToString(),
                    BusinessKey = charge.BusinessKey,
                    Reason = refund.Reason,
                    Extra = refund.Extra.ToString("0.00", CultureInfo.InvariantCulture),
                },
                deadline: systemClock.GetUtcNow().UtcDateTime + Deadline,
                cancellationToken: ct
            );
            await RecordAsync(db, refund, charge, ct);
        }
        catch (RpcException e) when (IsFinal(e))
        {
            var code = e.Trailers.GetValue("code") ?? "charge.not-in-books";
            log.LogWarning("Billing refused refund {Refund}: {Code}", refund.Id, code);
            refund.Refuse(code);
            await db.SaveChangesAsync(ct);
        }
        catch (Exception e) when (e is RpcException or HttpRequestException && !ct.IsCancellationRequested)
        {
            log.LogWarning("Billing did not answer, the refund is paid later: {Reason}", e.Message);
            var again = systemClock.Now() + AskAgainAfter;
            await db.Database.ExecuteSqlAsync($"update charge_refunds set due_at = {again} where id = {refund.Id}", ct);
        }
    }

    private async Task RecordAsync(VasDb db, ChargeRefund refund, Charge charge, CancellationToken ct)
    {
        await using var settling = await db.Database.BeginTransactionAsync(ct);
        await db.LockProvidersAsync([charge.ProviderId], ct);
        var settledBy = await db
            .Statements.Where(it =>
                it.ProviderId == charge.ProviderId && it.Period == charge.Month && it.Status == StatementStatus.Issued
            )
            .Select(it => (Guid?)it.Id)
            .SingleOrDefaultAsync(ct);
        var now = clock.Now();
        charge.Reverse(refund.Reason, refund.DecidedBy!, settledBy, now);
        refund.Pay(now);
        var service = (await db.OfferedServiceAsync(charge.ServiceId, ct))!;
        db.Outbox.Add(refund.Id, refund.Version, Said(refund, charge, service));
        await db.SaveChangesAsync(ct);
        await settling.CommitAsync(ct);
    }

    /// <summary>Asking again would change nothing; whatever else goes wrong is asked again without end.</summary>
    private static bool IsFinal(RpcException e) =>
        e.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound or StatusCode.InvalidArgument;

    private static ChargeRefunded Said(ChargeRefund it, Charge charge, OfferedService service) =>
        new(
            it.Id,
            it.Version,
            it.ChargeId,
            it.ProviderKey,
            charge.AccountId,
            charge.ServiceNumber,
            charge.ServiceId,
            service.NameZh,
            service.NameEn,
            it.ProviderId,
            service.ProviderNameZh,
            service.ProviderNameEn,
            it.Ground.ToWord(),
            it.Amount,
            it.Extra,
            it.Currency,
            it.Reason,
            it.PolicyVersions,
            it.PaidAt!.Value
        );

    private sealed record Due(Guid Id, string? Traceparent);
}
