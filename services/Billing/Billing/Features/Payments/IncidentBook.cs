using System;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace Billing.Features.Payments;

/// <summary>Notes what finance has to look at; commits with the caller's transaction or, without one, at once.</summary>
internal static class IncidentBook
{
    public static Task NoteAsync(
        this BillingDb db,
        IncidentKind kind,
        string about,
        string facts,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into payment_incidents (id, kind, about, facts, times, first_at, last_at)
            values ({Guid.CreateVersion7(now)}, {kind.ToString()}, {about}, {facts}, 1, {now}, {now})
            on conflict (about, kind, facts) do update
              set times = payment_incidents.times + 1, last_at = excluded.last_at
            """,
            ct
        );

    /// <summary>A correlator that came again with other facts.</summary>
    public static Task NoteReusedAsync(
        this BillingDb db,
        IncidentKind kind,
        Payment stands,
        Incoming told,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        db.NoteAsync(
            kind,
            stands.BusinessKey,
            $"Told: {told.Amount:0.00} {told.Currency} for account {told.AccountId}. "
                + $"Stands: {stands.Amount:0.00} {stands.Currency} for account {stands.AccountId}.",
            now,
            ct
        );
}
