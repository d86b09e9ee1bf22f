using System;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Writes;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Domain.Providers;

namespace Vas.Features.Providers.Services;

/// <summary>A value-added service; customers and providers read nothing of who decided on it.</summary>
/// <param name="AccessCode">The port that its messages come from.</param>
/// <param name="Price">Per period.</param>
/// <param name="Period">once or month.</param>
/// <param name="TrialDays">Free days at the start; when they are over it ends; the customer asks for the paid one and confirms it.</param>
/// <param name="Status">proposed, live or withdrawn.</param>
/// <param name="IsOnSale">Whether it can be subscribed now: live, and its provider may sell.</param>
public sealed record VasServiceView(
    Guid Id,
    string Href,
    string Code,
    string AccessCode,
    string NameZh,
    string NameEn,
    Guid ProviderId,
    string ProviderNumber,
    string ProviderNameZh,
    string ProviderNameEn,
    string? ProviderHotline,
    decimal Price,
    string Currency,
    string Period,
    int TrialDays,
    string Status,
    bool IsOnSale,
    DateTimeOffset ProposedAt,
    DateTimeOffset? ApprovedAt,
    DateTimeOffset? WithdrawnAt,
    string? WithdrawnFor,
    string? ProposedBy,
    string? ApprovedBy,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "ValueAddedService"
) : IVersioned
{
    public const string Root = "/api/vas/v1/services";

    internal static VasServiceView Of(ServiceOfProvider row, Caller caller) =>
        Of(row.Service, row.Provider, forStaff: caller.IsProviderStaff());

    internal static VasServiceView Of(VasService it, Provider provider, bool forStaff) =>
        new(
            it.Id,
            $"{Root}/{it.Id}",
            it.Code,
            it.AccessCode,
            it.NameZh,
            it.NameEn,
            it.ProviderId,
            provider.Number,
            provider.NameZh,
            provider.NameEn,
            provider.Hotline,
            it.Price,
            it.Currency,
            it.Period.ToWord(),
            it.TrialDays,
            it.Status.ToWord(),
            it.Status == VasServiceStatus.Live && !provider.SalesSuspended,
            it.ProposedAt,
            it.ApprovedAt,
            it.WithdrawnAt,
            it.WithdrawnFor,
            forStaff ? it.ProposedBy : null,
            forStaff ? it.ApprovedBy : null,
            it.Version
        );
}

/// <summary>A service with whom it is from.</summary>
internal sealed class ServiceOfProvider
{
    public required VasService Service { get; init; }
    public required Provider Provider { get; init; }
}

/// <summary>
/// The ownership rule of services: staff for providers see all, a provider all of its own, everybody else what is live.
/// </summary>
internal static class ServiceOwnership
{
    public static IQueryable<VasService> VisibleTo(this IQueryable<VasService> services, Caller caller)
    {
        if (caller.IsPartner)
        {
            return services.Where(it => it.ProviderId == caller.PartnerId);
        }

        return caller.IsProviderStaff() ? services : services.Where(it => it.Status == VasServiceStatus.Live);
    }

    public static IQueryable<ServiceOfProvider> WithProvider(this IQueryable<VasService> services, VasDb db) =>
        from service in services
        join provider in db.Providers on service.ProviderId equals provider.Id
        select new ServiceOfProvider { Service = service, Provider = provider };

    public static Task<ServiceOfProvider?> WithIdAsync(
        this IQueryable<ServiceOfProvider> rows,
        string id,
        CancellationToken ct
    ) =>
        Ids.TryRead(id, out var key)
            ? rows.SingleOrDefaultAsync(row => row.Service.Id == key, ct)
            : Task.FromResult<ServiceOfProvider?>(null);
}
