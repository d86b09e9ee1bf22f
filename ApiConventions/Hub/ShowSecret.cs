using System;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ApiConventions.Resources;
using ApiConventions.Writes;
using Microsoft.AspNetCore.Http;

namespace ApiConventions.Hub;

/// <summary>
/// Adds a secret to the 201 that made it. It stands outside <see cref="AnswerOnce"/>, which keeps first answers in the
/// database: the kept one is without it, and a replay gets the same secret derived again. So it is added to a group
/// before <c>WithResourceConventions</c>.
/// </summary>
/// <param name="member">Under which name it is shown.</param>
/// <param name="secretOf">Derives it from the body that is answered.</param>
public sealed class ShowSecret(string member, Func<JsonObject, string> secretOf) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            return await next(context);
        }

        var answer = await AnswerOnce.CaptureAsync(http, () => next(context));
        if (answer.Status == StatusCodes.Status201Created)
        {
            http.Response.Headers.CacheControl = "no-store"; // a secret is in nobody's cache
            var body = JsonNode.Parse(answer.Body)!.AsObject();
            body[member] = secretOf(body);
            var json = SelectFields.JsonOf(http);
            answer = answer with { Body = JsonSerializer.SerializeToUtf8Bytes(body, json) };
        }

        return new AnswerOnce.Replay(answer);
    }
}
