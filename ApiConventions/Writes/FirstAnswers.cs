using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;

namespace ApiConventions.Writes;

/// <summary>An answer as it was first given.</summary>
internal sealed record Answer(int Status, Dictionary<string, string> Headers, byte[] Body);

/// <summary>What is known of a key: nothing yet, another body's, or its first answer.</summary>
internal sealed record KnownKey(string BodyHash, int Status, string Headers, byte[] Body);

/// <summary>The table of first answers, inside the write's own transaction.</summary>
internal sealed class FirstAnswers(DbContext db, TimeProvider clock)
{
    /// <summary>How long an answer is kept (tmf.md).</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(48);

    /// <summary>
    /// Claims the key. Waits for another transaction that is just using it, at most the transaction's lock timeout.
    /// </summary>
    /// <returns>Null when the key is ours now; otherwise what it was first used for.</returns>
    public async Task<KnownKey?> ClaimAsync(IdempotencyKey key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from idempotency_keys
             where subject = {key.Subject} and method = {key.Method} and path = {key.Path} and key = {key.Key}
               and claimed_at < {now - Kept}
            """,
            ct
        );
        var claimed = await db.Database.ExecuteSqlAsync(
            $"""
            insert into idempotency_keys (subject, method, path, key, body_hash, claimed_at)
            values ({key.Subject}, {key.Method}, {key.Path}, {key.Key}, {key.BodyHash}, {now})
            on conflict do nothing
            """,
            ct
        );
        return claimed == 1 ? null : await ReadAsync(key, ct);
    }

    public Task KeepAsync(IdempotencyKey key, Answer answer, CancellationToken ct)
    {
        var headers = System.Text.Json.JsonSerializer.Serialize(answer.Headers);
        return db.Database.ExecuteSqlAsync(
            $"""
            update idempotency_keys
               set status = {answer.Status}, headers = {headers}::jsonb, body = {answer.Body}
             where subject = {key.Subject} and method = {key.Method} and path = {key.Path} and key = {key.Key}
            """,
            ct
        );
    }

    private Task<KnownKey> ReadAsync(IdempotencyKey key, CancellationToken ct) =>
        db
            .Database.SqlQuery<KnownKey>(
                $"""
                select body_hash as "BodyHash", status as "Status", headers::text as "Headers", body as "Body"
                  from idempotency_keys
                 where subject = {key.Subject} and method = {key.Method} and path = {key.Path} and key = {key.Key}
                """
            )
            .SingleAsync(ct);
}
