using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ApiConventions.Hub;

/// <summary>The table of subscriptions, in the service's own database.</summary>
public static class HubSubscriptions
{
    /// <summary>
    /// Who may have to be told of a change: one look into an index. Whoever is bound to an account is only found by
    /// that account, so a million customers who listen cost a change nothing; whether each may see it is the owner's rule.
    /// </summary>
    /// <param name="db">The service's database.</param>
    /// <param name="api">Whose events.</param>
    /// <param name="accounts">The accounts that the changed resources belong to.</param>
    /// <param name="ct">Cancels the query.</param>
    public static Task<List<HubSubscription>> SubscriptionsToTellAsync(
        this DbContext db,
        HubApi api,
        Guid[] accounts,
        CancellationToken ct
    ) =>
        db
            .Database.SqlQuery<HubSubscription>(
                $"""
                select id as "Id", callback as "Callback", query as "Query", subject as "Subject", role as "Role",
                       account_id as "AccountId", unit as "Unit"
                  from hub_subscriptions
                 where api = {api.Root} and (account_id is null or account_id = any({accounts}))
                """
            )
            .ToListAsync(ct);

    /// <summary>The listener is gone: nothing is said to it any more. Ending it twice is ending it.</summary>
    public static Task EndSubscriptionAsync(this DbContext db, Guid id, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"delete from hub_subscriptions where id = {id}", ct);

    internal static Task AddAsync(
        this DbContext db,
        HubApi api,
        HubSubscription made,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into hub_subscriptions (id, api, callback, query, subject, role, account_id, unit, created_at)
            values ({made.Id}, {api.Root}, {made.Callback}, {made.Query}, {made.Subject}, {made.Role}, {made.AccountId},
                    {made.Unit}, {now})
            """,
            ct
        );

    /// <summary>How many a subject has; nobody else counts or adds its until the transaction ends.</summary>
    internal static async Task<int> CountAloneAsync(this DbContext db, string subject, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"hub:" + subject}, 0))", ct);
        return await db
            .Database.SqlQuery<int>(
                $"select count(*)::int as \"Value\" from hub_subscriptions where subject = {subject}"
            )
            .SingleAsync(ct);
    }

    internal static Task<List<HubSubscription>> SubscriptionsOfAsync(
        this DbContext db,
        HubApi api,
        string subject,
        CancellationToken ct
    ) =>
        db
            .Database.SqlQuery<HubSubscription>(
                $"""
                select id as "Id", callback as "Callback", query as "Query", subject as "Subject", role as "Role",
                       account_id as "AccountId", unit as "Unit"
                  from hub_subscriptions
                 where api = {api.Root} and subject = {subject}
                 order by created_at desc, id
                """
            )
            .ToListAsync(ct);

    /// <returns>False when the subject has no such subscription here.</returns>
    internal static async Task<bool> RemoveAsync(
        this DbContext db,
        HubApi api,
        string subject,
        Guid id,
        CancellationToken ct
    ) =>
        await db.Database.ExecuteSqlAsync(
            $"delete from hub_subscriptions where id = {id} and api = {api.Root} and subject = {subject}",
            ct
        ) == 1;
}
