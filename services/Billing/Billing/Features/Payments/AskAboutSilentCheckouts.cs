using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Features.Credit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rules;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;
using ServiceDefaults.Work;

namespace Billing.Features.Payments;

/// <summary>
/// A notification that never comes loses no payment (features.md B9): the provider is asked about every checkout that he
/// is silent on, after <see cref="CheckoutOptions.AskAfter"/> and then with growing pauses for a day.
/// </summary>
internal sealed class AskAboutSilentCheckouts(
    IServiceScopeFactory scopes,
    IOptions<CheckoutOptions> options,
    BusinessClock clock,
    TimeProvider system,
    ILogger<AskAboutSilentCheckouts> log
) : Sweep(scopes, log)
{
    /// <summary>Longer than ten questions to a provider that hangs: until then no other replica asks the same ones.</summary>
    private static readonly TimeSpan Claim = 12 * CheckoutProvider.Timeout;

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var provider = services.GetRequiredService<CheckoutProvider>();
        if (!provider.IsConfigured)
        {
            return 0;
        }

        var db = services.GetRequiredService<BillingDb>();
        var due = await ClaimAsync(db, ct);
        foreach (var silent in due)
        {
            using var span = StoredTrace.Continue("ask about checkout", silent.Traceparent);
            var answer = await provider.AskAsync(silent.SessionId, ct); // nothing is locked while he makes us wait
            await RecordAsync(db, services.GetRequiredService<RestorePaidLines>(), silent.Id, answer, ct);
        }

        return due.Count;
    }

    private Task<List<Silent>> ClaimAsync(BillingDb db, CancellationToken ct)
    {
        var now = system.GetUtcNow();
        return db
            .Database.SqlQuery<Silent>(
                $"""
                update checkouts set next_ask_at = {now + Claim}
                 where id in (select id from checkouts
                               where next_ask_at <= {now}
                               order by next_ask_at
                               limit 10
                                 for no key update skip locked)
                returning id as "Id", session_id as "SessionId", traceparent as "Traceparent"
                """
            )
            .ToListAsync(ct);
    }

    private async Task RecordAsync(
        BillingDb db,
        RestorePaidLines lines,
        Guid id,
        ProviderSession? answer,
        CancellationToken ct
    )
    {
        db.ChangeTracker.Clear();
        if (answer is { Status: "paid", PaymentId: { } payment })
        {
            var told = new ToldPayment(id, payment, answer.Amount, answer.Currency);
            if (await CheckoutMoney.TakeAsync(db, lines, told, clock.Now(), ct) != CheckoutVerdict.Mismatch)
            {
                return;
            }

            db.ChangeTracker.Clear(); // finance looks at it; the provider may yet correct himself
        }

        await using var turn = await db.Database.BeginTransactionAsync(ct);
        var checkout = await db.LockCheckoutAsync(id, ct);
        checkout?.AskLater(options.Value.AskAfter, system.GetUtcNow());
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
    }

    private sealed record Silent(Guid Id, string SessionId, string? Traceparent);
}
