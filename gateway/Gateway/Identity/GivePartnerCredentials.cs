using System;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Security;

namespace Gateway.Identity;

/// <param name="Partner">The provider's id: what its tokens name, and so all that they open.</param>
public sealed record GivePartnerCredentialsRequest([Required(ErrorMessage = "It is mandatory.")] Guid? Partner);

/// <param name="ClientSecret">Shown once, to whoever made it.</param>
public sealed record PartnerCredentialsView(
    string ClientId,
    string? ClientSecret,
    Guid Partner,
    string CreatedBy,
    DateTimeOffset CreatedAt
);

/// <summary>
/// A provider that finance let in gets credentials of its own, from ops: who decides on providers does not also hand out
/// keys (features.md V1, P4). An id that no provider has opens nothing. Tokens that were issued end by themselves.
/// </summary>
internal static class GivePartnerCredentials
{
    private const string Root = "/api/platform/v1/partnerClients";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(Root, Give).RequireRoles(Roles.Ops);
        app.MapGet(Root, List).RequireRoles(Roles.Ops);
        app.MapDelete($"{Root}/{{id}}", Take).RequireRoles(Roles.Ops);
    }

    private static Created<PartnerCredentialsView> Give(
        GivePartnerCredentialsRequest request,
        HttpResponse response,
        PartnerClients clients,
        Caller caller,
        TimeProvider clock
    )
    {
        var (client, secret) = clients.Add(request.Partner!.Value, caller.Subject, clock.GetUtcNow());
        response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"{Root}/{client.ClientId}", View(client, secret));
    }

    private static Ok<IEnumerable<PartnerCredentialsView>> List(PartnerClients clients) =>
        TypedResults.Ok(clients.All.Select(client => View(client, secret: null)));

    private static Results<NoContent, NotFound> Take(string id, PartnerClients clients) =>
        clients.Remove(id) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static PartnerCredentialsView View(PartnerClient it, string? secret) =>
        new(it.ClientId, secret, it.Partner, it.CreatedBy, it.CreatedAt);
}
