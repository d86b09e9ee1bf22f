using System;
using ApiConventions.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ApiConventions.Hub;

/// <param name="Callback">Where events go: an absolute http or https address.</param>
/// <param name="Query">Which events; all when it is left out.</param>
public sealed record HubRequest(string? Callback, string? Query);

/// <summary>A subscription as TM Forum's EventSubscription; when it is made, the answer also holds its secret.</summary>
public sealed record HubSubscriptionView(Guid Id, string Callback, string? Query);

/// <summary>TM Forum's hub (tmf.md): an API's events, POSTed to whoever subscribed and may see what they tell.</summary>
public static class HubGroup
{
    /// <summary>Maps <c>{Root}/hub</c>; the caller says which roles come in: those that may read the resource.</summary>
    public static RouteGroupBuilder MapHub(this IEndpointRouteBuilder app, HubApi api)
    {
        var hub = app.MapGroup($"{api.Root}/hub");
        var secrets = WebhookSecrets.From(app.ServiceProvider.GetRequiredService<IConfiguration>());
        hub.AddEndpointFilter(
            new ShowSecret("secret", body => secrets.Shown(Guid.Parse(body["id"]!.GetValue<string>())))
        );
        hub.WithResourceConventions();

        var endpoints = new HubEndpoints(api);
        hub.MapPost("", endpoints.SubscribeAsync).WithSummary("Subscribes to what the caller may see");
        hub.MapGet("", endpoints.ListAsync).WithSummary("The caller's own subscriptions");
        hub.MapGet("/{id}", endpoints.GetAsync).WithSummary("One of the caller's own subscriptions");
        hub.MapDelete("/{id}", endpoints.EndAsync).WithSummary("Ends one of the caller's own subscriptions");
        return hub;
    }
}
