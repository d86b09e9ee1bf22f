using System;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using ApiConventions.Hub;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Domain.Partners;

namespace Vas.Features.Partners;

/// <param name="Url">An absolute https or http address of at most 2,000 characters.</param>
/// <param name="Types">Which types; left out or empty: all.</param>
public sealed record RegisterPartnerEndpointRequest(
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(2000, ErrorMessage = "At most 2000 characters are taken.")
    ]
        string Url,
    IReadOnlyList<string>? Types
);

/// <summary>
/// A provider names an address to be told at, and is shown the secret that signs, once (features.md V10, N9). An address
/// that says by itself that it is no public one is refused here; every other is judged as the socket connects.
/// </summary>
internal static class RegisterPartnerEndpoint
{
    public static void Map(RouteGroupBuilder endpoints) => endpoints.MapPost("", Handle).RequireRoles(Roles.Partner);

    private static async Task<Created<PartnerEndpointView>> Handle(
        RegisterPartnerEndpointRequest request,
        VasDb db,
        Caller caller,
        PartnerAddresses addresses,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var provider = caller.PartnerId!.Value;
        RequireCallable(request.Url, addresses);
        var endpoint = PartnerEndpoint.Register(provider, request.Url, Known(request.Types ?? []), clock.Now());

        // The head is held so that two at once count each other.
        await using var own = await db.BeginOwnAsync(ct);
        await db.HoldPartnerHeadAsync(provider, ct);
        if (await db.PartnerEndpoints.VisibleTo(caller).CountAsync(ct) >= PartnerEndpoint.MaxPerProvider)
        {
            throw new RuleViolation(
                "endpoint.too-many",
                $"A provider has at most {PartnerEndpoint.MaxPerProvider} endpoints; remove one."
            );
        }

        db.PartnerEndpoints.Add(endpoint);
        await db.SaveChangesAsync(ct);
        await own.CommitOwnAsync(ct);
        var view = PartnerEndpointView.Of(endpoint);
        return TypedResults.Created(view.Href, view);
    }

    private static void RequireCallable(string url, PartnerAddresses addresses)
    {
        const string Field = "url";
        if (
            !Uri.TryCreate(url, UriKind.Absolute, out var address)
            || address.Scheme is not ("https" or "http")
            || address is not { Host.Length: > 0, UserInfo.Length: 0, Fragment.Length: 0 }
        )
        {
            throw new InvalidInput(
                Field,
                "An absolute https or http address without user information and fragment is expected."
            );
        }

        if (PartnerAddresses.Literal(address) is { } literal && !addresses.Admits(literal))
        {
            throw new InvalidInput(
                Field,
                "The address is not a public one; private, loopback and reserved ones are not called."
            );
        }
    }

    private static IReadOnlyList<string> Known(IReadOnlyList<string> types)
    {
        var unknown = types.Select((type, at) => (type, at)).FirstOrDefault(t => !CloudEvent.Types.Contains(t.type));
        return unknown.type is null && !types.Contains(null)
            ? types
            : throw new InvalidInput(
                $"types[{unknown.at}]",
                $"One of {string.Join(", ", CloudEvent.Types)} is expected."
            );
    }
}
