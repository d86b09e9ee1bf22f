using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Writes;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Domain.Partners;

namespace Vas.Features.Partners;

/// <summary>An endpoint as its provider sees it; the answer that makes a secret also holds the <c>secret</c>.</summary>
/// <param name="Types">What it is told; empty: everything.</param>
/// <param name="Status">active, disabled or gone.</param>
/// <param name="SecretGeneration">1 for the first secret; the one before signs, too, until <paramref name="OverlapUntil"/>.</param>
/// <param name="Deliveries">Where its deliveries and each attempt can be read, and sent again.</param>
public sealed record PartnerEndpointView(
    Guid Id,
    string Href,
    string Url,
    IReadOnlyList<string> Types,
    string Status,
    string? StatusReason,
    int SecretGeneration,
    DateTimeOffset? OverlapUntil,
    DateTimeOffset CreatedAt,
    string Deliveries,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "PartnerEndpoint"
) : IVersioned
{
    public const string Root = "/api/vas/v1/partnerEndpoints";

    internal static PartnerEndpointView Of(PartnerEndpoint endpoint) =>
        new(
            endpoint.Id,
            $"{Root}/{endpoint.Id}",
            endpoint.Url,
            endpoint.Types,
            Word(endpoint.Status),
            endpoint.StatusReason,
            endpoint.Generation,
            endpoint.OverlapUntil,
            endpoint.CreatedAt,
            $"/api/notifications/v1/deliveries?subscriptionId={endpoint.Id}",
            endpoint.Version
        );

    private static string Word(PartnerEndpointStatus status) =>
        status switch
        {
            PartnerEndpointStatus.Active => "active",
            PartnerEndpointStatus.Disabled => "disabled",
            _ => "gone",
        };
}

/// <summary>An endpoint belongs to one provider; for everybody else it does not exist (P4).</summary>
internal static class PartnerEndpointOwnership
{
    public static IQueryable<PartnerEndpoint> VisibleTo(this IQueryable<PartnerEndpoint> endpoints, Caller caller) =>
        endpoints.Where(endpoint => endpoint.ProviderId == caller.PartnerId);

    public static Task<PartnerEndpoint?> OwnEndpointAsync(
        this VasDb db,
        string id,
        Caller caller,
        CancellationToken ct
    ) =>
        Ids.TryRead(id, out var key)
            ? db.PartnerEndpoints.VisibleTo(caller).SingleOrDefaultAsync(endpoint => endpoint.Id == key, ct)
            : Task.FromResult<PartnerEndpoint?>(null);
}
