using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Rules;

namespace ApiConventions.Errors;

/// <summary>What an exception means to a client. Anything not named here is a defect of ours: 500, logged in full.</summary>
internal sealed class Failures(IProblemDetailsService answers, ILogger<Failures> log) : IExceptionHandler
{
    private const string UniqueViolation = "23505";

    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        var problem = exception switch
        {
            RuleViolation rule => Refused(StatusCodes.Status409Conflict, rule.Message, rule.Code),
            Conflict conflict => Refused(StatusCodes.Status409Conflict, conflict.Message, conflict.Code),
            Stale stale => Refused(StatusCodes.Status412PreconditionFailed, stale.Message),
            // Lost the race between the precondition and the save: the precondition was not met after all.
            DbUpdateConcurrencyException when httpContext.Request.Headers.IfMatch.Count > 0 => Refused(
                StatusCodes.Status412PreconditionFailed,
                "The resource was changed in this moment; read it again."
            ),
            InvalidInput input => Invalid(input.Field, input.Message),
            BadHttpRequestException { InnerException: JsonException json } => Invalid(json),
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } => Refused(
                StatusCodes.Status400BadRequest,
                "The body is missing, or a parameter cannot be read."
            ),
            BadHttpRequestException bad => Refused(bad.StatusCode, detail: null),
            DbUpdateConcurrencyException => Refused(
                StatusCodes.Status409Conflict,
                "Somebody else changed it at the same moment; read it again.",
                "changed-in-between"
            ),
            // Two did the same thing at the same moment, and the database let the first one pass.
            DbUpdateException { InnerException: DbException { SqlState: UniqueViolation } } => Refused(
                StatusCodes.Status409Conflict,
                "Somebody else did this at the same moment; read it again.",
                "changed-in-between"
            ),
            _ when IsAway(exception) => Refused(StatusCodes.Status503ServiceUnavailable, detail: null),
            _ => null,
        };

        if (problem is null)
        {
            // The answer says nothing about our inside; the log says all of it, but the path, which may hold a number.
            log.LogError(exception, "Unhandled failure at {Route}", RouteOf(httpContext));
            problem = Refused(StatusCodes.Status500InternalServerError, detail: null);
        }
        else if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = "1";
        }

        await answers.WriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem });
        return true;
    }

    internal static ProblemDetailsContext Answer(HttpContext http, RuleViolation rule) =>
        new() { HttpContext = http, ProblemDetails = Refused(StatusCodes.Status409Conflict, rule.Message, rule.Code) };

    private static ProblemDetails Refused(int status, string? detail, string? code = null)
    {
        var problem = new ProblemDetails { Status = status, Detail = detail };
        if (code is not null)
        {
            problem.Extensions["code"] = code;
        }

        return problem;
    }

    private static HttpValidationProblemDetails Invalid(string field, string reason) =>
        new(new Dictionary<string, string[]> { [field] = [reason] })
        {
            Status = StatusCodes.Status400BadRequest,
            Extensions = { [ErrorAnswers.FieldsAsWritten] = true },
        };

    private static ProblemDetails Invalid(JsonException json)
    {
        var field = FieldNames.AsWritten(json.Path ?? "");
        if (field.Length == 0)
        {
            return Refused(StatusCodes.Status400BadRequest, "The body is not valid JSON for this resource.");
        }

        // Only our own converters' messages are written for clients; the serializer's speak of C# types.
        var reason = json is JsonTextException ? json.Message : "The value has the wrong type or is broken.";
        return Invalid(field, reason);
    }

    private static string? RouteOf(HttpContext http) =>
        (http.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText;

    /// <summary>The database or a neighbour does not answer for now.</summary>
    private static bool IsAway(Exception exception) =>
        exception is DbException { IsTransient: true } or TimeoutException
        || (exception.InnerException is { } inner && IsAway(inner));
}

/// <summary>A refusal by one of our converters, whose message a client may read.</summary>
internal sealed class JsonTextException(string message) : JsonException(message);
