using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceDefaults.Telemetry;

/// <summary>
/// .NET's own server span comes without HTTP attributes; this is the one place that sets them, by OpenTelemetry's HTTP
/// semantic conventions (method, route, status, and never the query, which may carry a number). It also hands the
/// trace id back as <c>X-Trace-Id</c> (tmf.md) and keeps health probes out of the traces.
/// </summary>
internal sealed class HttpServerSpans(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var span = Activity.Current;
        if (span is null)
        {
            await next(context);
            return;
        }

        if (context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            span.IsAllDataRequested = false;
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            await next(context);
            return;
        }

        context.Response.OnStarting(
            static state =>
            {
                var (response, traceId) = ((HttpResponse, string))state;
                response.Headers["X-Trace-Id"] = traceId;
                return Task.CompletedTask;
            },
            (context.Response, span.TraceId.ToString())
        );

        span.SetTag("http.request.method", context.Request.Method);
        span.SetTag("url.scheme", context.Request.Scheme);
        span.SetTag("server.address", context.Request.Host.Host);
        try
        {
            await next(context);
        }
        finally
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            span.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
            span.SetTag("http.route", route);
            span.SetTag("http.response.status_code", context.Response.StatusCode);
            if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            {
                span.SetStatus(ActivityStatusCode.Error);
            }
        }
    }
}
