using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace ApiConventions.Errors;

/// <summary>
/// A refusal as an answer and not as an exception, for a use case that has something to commit all the same (an incident)
/// or that says in its own words who is away. It leaves as any error body does.
/// </summary>
/// <param name="status">Such as 409; of 503 the client is told to try again in a second.</param>
/// <param name="code">Stable, for programs.</param>
/// <param name="message">One English sentence for people.</param>
public sealed class Refusal(int status, string code, string message) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = "1";
        }

        return httpContext
            .RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(
                new()
                {
                    HttpContext = httpContext,
                    ProblemDetails = new ProblemDetails
                    {
                        Status = status,
                        Detail = message,
                        Extensions = { ["code"] = code },
                    },
                }
            )
            .AsTask();
    }
}
