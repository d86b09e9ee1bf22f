using System.Collections.Frozen;
using System.Collections.Generic;
using Microsoft.AspNetCore.Http;

namespace ApiConventions.Errors;

/// <summary>The stable code of each status; a rule violation brings its own.</summary>
internal static class ErrorCodes
{
    private static readonly FrozenDictionary<int, (string Code, string Reason)> ByStatus = new Dictionary<
        int,
        (string, string)
    >
    {
        [StatusCodes.Status400BadRequest] = ("invalid-input", "The request is not valid."),
        [StatusCodes.Status401Unauthorized] = ("unauthenticated", "A valid bearer token is needed."),
        [StatusCodes.Status403Forbidden] = ("forbidden", "The token does not give the right to do this."),
        [StatusCodes.Status404NotFound] = ("not-found", "There is no such resource."),
        [StatusCodes.Status405MethodNotAllowed] = ("method-not-allowed", "The resource does not offer this method."),
        [StatusCodes.Status409Conflict] = ("conflict", "The resource's state does not allow this."),
        [StatusCodes.Status412PreconditionFailed] = ("precondition-failed", "The resource was changed in between."),
        [StatusCodes.Status413PayloadTooLarge] = ("too-large", "The body is larger than is accepted."),
        [StatusCodes.Status415UnsupportedMediaType] = ("unsupported-media-type", "The body must be JSON."),
        [StatusCodes.Status429TooManyRequests] = ("too-many-requests", "Too many requests; try again later."),
        [StatusCodes.Status500InternalServerError] = ("internal-error", "Something went wrong on our side."),
        [StatusCodes.Status502BadGateway] = ("bad-gateway", "The service cannot be reached."),
        [StatusCodes.Status503ServiceUnavailable] = ("unavailable", "The service is not available; try again."),
        [StatusCodes.Status504GatewayTimeout] = ("gateway-timeout", "The service did not answer in time."),
    }.ToFrozenDictionary();

    public static string Code(int status) => ByStatus.TryGetValue(status, out var known) ? known.Code : "error";

    public static string Reason(int status) =>
        ByStatus.TryGetValue(status, out var known) ? known.Reason : "The request failed.";
}
