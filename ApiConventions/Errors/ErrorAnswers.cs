using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace ApiConventions.Errors;

/// <summary>
/// Writes every error of a service: under <c>/tmf-api</c> TM Forum's Error, elsewhere RFC 9457 problem details with a
/// stable <c>code</c> and, for 400, a map of fields. ASP.NET Core sends its own refusals (validation, 401, 404, 405,
/// 415, unhandled failures) through here, too.
/// </summary>
internal sealed class ErrorAnswers : IProblemDetailsService
{
    /// <summary>Marks a refusal whose fields are named as the client wrote them, not as validation names them.</summary>
    public const string FieldsAsWritten = "fields-as-written";

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        var status = problem.Status ?? context.HttpContext.Response.StatusCode;
        var fields = Fields(problem);
        var code = problem.Extensions.TryGetValue("code", out var own) ? (string)own! : ErrorCodes.Code(status);

        // A refusal of ours brings its sentence; ASP.NET Core's own titles only repeat the status.
        var message = problem.Detail ?? ErrorCodes.Reason(status);
        if (fields.Count > 0)
        {
            message = string.Join(' ', fields.SelectMany(field => field.Value.Select(why => $"{field.Key}: {why}")));
        }

        context.HttpContext.Response.StatusCode = status;
        return IsTmf(context.HttpContext.Request)
            ? new(
                context.HttpContext.Response.WriteAsJsonAsync(
                    new TmfError(
                        code,
                        ErrorCodes.Reason(status),
                        message,
                        status.ToString(CultureInfo.InvariantCulture),
                        ReferenceFor(status)
                    ),
                    context.HttpContext.RequestAborted
                )
            )
            : new(
                context.HttpContext.Response.WriteAsJsonAsync(
                    new Problem(
                        ReferenceFor(status),
                        ErrorCodes.Reason(status),
                        status,
                        message,
                        code,
                        fields.Count > 0 ? fields : null
                    ),
                    options: null,
                    "application/problem+json",
                    context.HttpContext.RequestAborted
                )
            );
    }

    public async ValueTask<bool> TryWriteAsync(ProblemDetailsContext context)
    {
        await WriteAsync(context);
        return true;
    }

    private static bool IsTmf(HttpRequest request) =>
        request.Path.StartsWithSegments("/tmf-api", StringComparison.Ordinal);

    private static string ReferenceFor(int status) =>
        string.Create(CultureInfo.InvariantCulture, $"https://httpwg.org/specs/rfc9110.html#status.{status}");

    private static Dictionary<string, string[]> Fields(ProblemDetails problem)
    {
        if (problem is not HttpValidationProblemDetails validation)
        {
            return [];
        }

        var isAsWritten = problem.Extensions.ContainsKey(FieldsAsWritten);
        return validation.Errors.ToDictionary(
            error => isAsWritten ? error.Key : FieldNames.AsWritten(error.Key),
            error => error.Value
        );
    }
}

/// <summary>TM Forum's error body.</summary>
/// <param name="Code">Stable, for programs: <c>invalid-input</c>, or a rule's own.</param>
/// <param name="Reason">What the status means.</param>
/// <param name="Message">What is wrong here, for people; for bad input each field and why.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="ReferenceError">Where the status is explained.</param>
internal sealed record TmfError(
    string Code,
    string Reason,
    string Message,
    string Status,
    string ReferenceError,
    [property: JsonPropertyName("@type")] string Type = "Error"
);

/// <summary>Problem details, RFC 9457.</summary>
/// <param name="Type">Where the status is explained.</param>
/// <param name="Title">What the status means.</param>
/// <param name="Detail">What is wrong here, for people.</param>
/// <param name="Code">Stable, for programs: <c>invalid-input</c>, or a rule's own.</param>
/// <param name="Errors">For bad input: each field as it was sent, and why.</param>
internal sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    Dictionary<string, string[]>? Errors
);
