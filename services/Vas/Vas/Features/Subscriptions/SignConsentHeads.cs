using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;
using ServiceDefaults.Work;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>
/// Once a business day the end of each provider's chain is signed and handed to the provider (features.md V3), who can show
/// it when somebody rewrote the chain here.
/// </summary>
internal sealed class SignConsentHeads(
    IServiceScopeFactory scopes,
    BusinessClock clock,
    PolicyBook policies,
    ConsentKey key,
    ILogger<SignConsentHeads> log
) : Sweep(scopes, log)
{
    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var (db, now) = (services.GetRequiredService<VasDb>(), clock.Now());
        var today = now.DateIn((await policies.ReadAsync(ct)).Calendar.Zone);
        await using var claim = await db.Database.BeginTransactionAsync(ct);
        var heads = await db
            .ConsentHeads.FromSql(
                $"""
                select h.* from consent_heads h
                 where h.sequence > 0
                   and not exists (select from consent_signatures s where s.provider_id = h.provider_id and s.day = {today})
                 order by h.provider_id
                 limit 50
                   for no key update of h skip locked
                """
            )
            .AsNoTracking()
            .ToListAsync(ct);
        foreach (var head in heads)
        {
            var signature = new ConsentSignature(
                head.ProviderId,
                today,
                head.Sequence,
                head.Hash,
                key.Id,
                key.Sign(head.ProviderId, today, head.Sequence, head.Hash),
                now
            );
            db.ConsentSignatures.Add(signature);
            db.Outbox.Add(head.ProviderId, head.Sequence, Fact(signature));
        }

        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        return heads.Count;
    }

    private ConsentHeadSigned Fact(ConsentSignature it) =>
        new(
            it.ProviderId,
            it.Sequence,
            it.Day,
            it.Sequence,
            Convert.ToHexStringLower(it.Hash),
            it.KeyId,
            key.PublicKey,
            Convert.ToBase64String(it.Signature),
            it.SignedAt
        );
}
