using System.Collections.Generic;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Routing;

/// <summary>
/// A client's traceparent with flag 00 would switch our tracing off, and one of a busy client would pour many requests
/// into one trace: the gateway starts its own root and links the client's (P2).
/// </summary>
internal static class OwnRootTraces
{
    public static IServiceCollection AddOwnRootTraces(this IServiceCollection services) =>
        services.AddSingleton<DistributedContextPropagator, NothingComesIn>();

    public static IApplicationBuilder UseLinksToClientTraces(this IApplicationBuilder app) =>
        app.Use(
            static (HttpContext context, RequestDelegate next) =>
            {
                if (ActivityContext.TryParse(context.Request.Headers.TraceParent, null, isRemote: true, out var client))
                {
                    Activity.Current?.AddLink(new ActivityLink(client));
                }

                return next(context);
            }
        );

    private sealed class NothingComesIn : DistributedContextPropagator
    {
        private readonly DistributedContextPropagator _inner = CreateDefaultPropagator();

        public override IReadOnlyCollection<string> Fields => _inner.Fields;

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) =>
            _inner.Inject(activity, carrier, setter);

        public override void ExtractTraceIdAndState(
            object? carrier,
            PropagatorGetterCallback? getter,
            out string? traceId,
            out string? traceState
        )
        {
            traceId = null;
            traceState = null;
        }

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(
            object? carrier,
            PropagatorGetterCallback? getter
        ) => null;
    }
}
