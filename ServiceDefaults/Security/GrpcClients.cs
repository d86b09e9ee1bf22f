using System;
using System.Threading.Tasks;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ServiceDefaults.Security;

/// <summary>
/// gRPC towards another service: its address by Aspire's key <c>services:{name}:grpc:0</c>; the waiting user's token
/// forwarded, the service's own outside a request. A deadline is the caller's to set on each call.
/// </summary>
public static class GrpcClients
{
    /// <param name="builder">The host.</param>
    /// <param name="service">The resource's name in the AppHost, e.g. <c>billing</c>.</param>
    /// <param name="asService">
    /// Calls carry the service's own token even while a user waits: for what the service decides and the user may not do.
    /// </param>
    public static IHostApplicationBuilder AddServiceClient<TClient>(
        this IHostApplicationBuilder builder,
        string service,
        bool asService = false
    )
        where TClient : ClientBase<TClient>
    {
        builder
            .Services.AddGrpcClient<TClient>(options =>
            {
                var key = $"services:{service}:grpc:0";
                options.Address = new Uri(
                    builder.Configuration[key] ?? throw new InvalidOperationException($"{key} is not configured.")
                );
            })
            .ConfigureChannel(channel =>
            {
                channel.UnsafeUseInsecureChannelCallCredentials = true; // neighbours on a private network
                channel.MaxReconnectBackoff = TimeSpan.FromSeconds(2); // the default, two minutes, outlasts any restart
            })
            .AddCallCredentials((call, headers, services) => AddBearer(call, headers, services, asService));
        return builder;
    }

    private static async Task AddBearer(
        AuthInterceptorContext call,
        Metadata headers,
        IServiceProvider services,
        bool asService
    )
    {
        var request = asService ? null : services.GetRequiredService<IHttpContextAccessor>().HttpContext?.Request;
        var bearer =
            request is null ? null
            : request.Headers.Authorization.ToString() is { Length: > 0 } header ? header
            : null;
        headers.Add(
            "Authorization",
            bearer ?? $"Bearer {await services.GetRequiredService<ServiceToken>().GetAsync(call.CancellationToken)}"
        );
    }
}
