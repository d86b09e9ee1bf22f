using System;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ApiConventions.Resources;
using ApiConventions.Writes;
using Microsoft.AspNetCore.Http;

namespace ApiConventions.Hub;

/// <summary>
/// Adds the member <c>secret</c> to the 201 of a new subscription. It stands outside <see cref="AnswerOnce"/>, which
/// keeps first answers in the database: the kept one is without it, and a replay gets the same secret derived again.
/// </summary>
internal sealed class ShowSecret(WebhookSecrets secrets) : IEndpointFilter
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
            body["secret"] = secrets.Shown(Guid.Parse(body["id"]!.GetValue<string>()));
            var json = SelectFields.JsonOf(http);
            answer = answer with { Body = JsonSerializer.SerializeToUtf8Bytes(body, json) };
        }

        return new AnswerOnce.Replay(answer);
    }
}
