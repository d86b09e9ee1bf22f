using System;
using System.Collections.Generic;
using System.Data.Common;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rules;

namespace ApiConventions.Writes;

/// <summary>
/// Gives a write that carries an <c>Idempotency-Key</c> one effect and one answer, however often and over however many
/// replicas it comes (features.md C1; tmf.md). Claim, write, events and kept answer are one transaction, so a crash
/// leaves either all of them or none. Only 2xx and rule refusals are kept: anything else may go better next time.
/// </summary>
internal sealed class AnswerOnce : IEndpointFilter
{
    private const string LockNotAvailable = "55P03";

    /// <summary>Headers that belong to the answer and not to the connection it went over.</summary>
    private static readonly string[] KeptHeaders = ["Content-Type", "Location", "ETag"];

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!IdempotencyKey.IsOn(http.Request))
        {
            return await next(context);
        }

        var ct = http.RequestAborted;
        var key = await IdempotencyKey.ReadAsync(http, ct);
        var db = http.RequestServices.GetRequiredService<DbContext>();
        var answers = ActivatorUtilities.CreateInstance<FirstAnswers>(http.RequestServices, db);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await ClaimAsync(db, answers, key, ct) is { } known)
        {
            return known.BodyHash == key.BodyHash
                ? new Replay(known)
                : throw new Conflict("idempotency-key.reused", "The key was used for another body before.");
        }

        await transaction.CreateSavepointAsync("claimed", ct);
        db.Database.AutoSavepointsEnabled = true; // a use case may save in vain and decide again in this transaction
        Answer answer;
        try
        {
            answer = await CaptureAsync(http, () => next(context));
        }
        catch (RuleViolation refusal)
        {
            await transaction.RollbackToSavepointAsync("claimed", ct);
            answer = await CaptureAsync(http, () => new(new RuleRefusal(refusal)));
        }

        if (answer.Status is (>= 200 and < 300) or StatusCodes.Status409Conflict)
        {
            await answers.KeepAsync(key, answer, ct);
            await transaction.CommitAsync(ct);
        }

        return new Replay(answer);
    }

    /// <summary>A replay that meets the first one still at work waits up to 5 s for its answer.</summary>
    private static async Task<KnownKey?> ClaimAsync(
        DbContext db,
        FirstAnswers answers,
        IdempotencyKey key,
        CancellationToken ct
    )
    {
        await db.Database.ExecuteSqlAsync($"set local lock_timeout = '5s'", ct);
        try
        {
            var known = await answers.ClaimAsync(key, ct);
            await db.Database.ExecuteSqlAsync($"set local lock_timeout = 0", ct);
            return known;
        }
        catch (DbException e) when (e.SqlState == LockNotAvailable)
        {
            throw new Conflict("in-progress", "The first request with this key is still at work; try again.");
        }
    }

    /// <summary>Lets the answer be written into memory: it may only leave when it is kept.</summary>
    internal static async Task<Answer> CaptureAsync(HttpContext http, Func<ValueTask<object?>> handle)
    {
        var connection = http.Response.Body;
        using var memory = new MemoryStream();
        http.Response.Body = memory;
        try
        {
            // Validation writes its refusal itself, everything else is a result still to be executed.
            if (await handle() is IResult result)
            {
                await result.ExecuteAsync(http);
            }

            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }
        finally
        {
            http.Response.Body = connection;
        }

        var headers = KeptHeaders
            .Where(http.Response.Headers.ContainsKey)
            .ToDictionary(name => name, name => http.Response.Headers[name].ToString());
        return new Answer(http.Response.StatusCode, headers, memory.ToArray());
    }

    /// <summary>Writes an answer as it was first given.</summary>
    internal sealed class Replay(Answer answer) : IResult
    {
        public Replay(KnownKey known)
            : this(
                new Answer(
                    known.Status,
                    JsonSerializer.Deserialize<Dictionary<string, string>>(known.Headers)!,
                    known.Body
                )
            ) { }

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = answer.Status;
            foreach (var (name, value) in answer.Headers)
            {
                httpContext.Response.Headers[name] = value;
            }

            if (answer.Body.Length == 0)
            {
                return Task.CompletedTask; // a bare status still gets its error body further out
            }

            httpContext.Response.ContentLength = answer.Body.Length;
            return httpContext.Response.Body.WriteAsync(answer.Body, httpContext.RequestAborted).AsTask();
        }
    }

    private sealed class RuleRefusal(RuleViolation refusal) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) =>
            httpContext
                .RequestServices.GetRequiredService<IProblemDetailsService>()
                .WriteAsync(Failures.Answer(httpContext, refusal))
                .AsTask();
    }
}
