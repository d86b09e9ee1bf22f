using System;
using System.Collections.Generic;
using System.Linq;
using ApiConventions.Resources;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Features.Subscriptions;
using Billing.Features.Tariffs;
using Billing.Features.Tariffs.ProductCatalog;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;

namespace Billing;

/// <summary>Catalogue, tariff zone and subscriptions (features.md B1, B2, B3).</summary>
internal static class TariffsModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } = [typeof(PlanChanged)];

    public static void AddTariffs(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<TariffZone>();
        builder.Services.AddScoped<ShownDay>();
    }

    /// <summary>This area hears of nothing: what a line is on is decided here.</summary>
    public static void AddTariffsConsumers(this IBusRegistrationConfigurator bus) => _ = bus;

    public static void MapTariffs(this WebApplication app)
    {
        var catalogues = app.MapGroup(CatalogueView.Root).WithResourceConventions(VersionOfCatalogue);
        DraftCatalogue.Map(catalogues);
        ListCatalogues.Map(catalogues);
        GetCatalogue.Map(catalogues);
        PutFamily.Map(catalogues);
        RemoveFamily.Map(catalogues);
        PutOffering.Map(catalogues);
        RemoveOffering.Map(catalogues);
        ProposeCatalogue.Map(catalogues);
        PublishCatalogue.Map(catalogues);
        RejectCatalogue.Map(catalogues);
        GetDifferences.Map(catalogues);

        var zone = app.MapGroup("/api/billing/v1");
        GetTariffZone.Map(zone);
        GetTariffChanges.Map(zone);
        ShowTariffZone.Map(zone);

        var catalog = app.MapGroup(Tmf620.Root).WithResourceConventions();
        Catalogs.Map(catalog);
        Categories.Map(catalog);
        ProductOfferings.Map(catalog);
        ProductOfferingPrices.Map(catalog);

        var subscriptions = app.MapGroup("/api/billing/v1/accounts/{accountId}/subscriptions")
            .WithResourceConventions(VersionOfSubscription);
        StartSubscription.Map(subscriptions);
        ListSubscriptions.Map(subscriptions);
        GetSubscription.Map(subscriptions);
        EndSubscription.Map(subscriptions);
    }

    private static IQueryable<long> VersionOfCatalogue(IServiceProvider services, Guid id) =>
        services
            .GetRequiredService<BillingDb>()
            .Catalogues.Where(catalogue => catalogue.Id == id)
            .Select(catalogue => catalogue.Version);

    private static IQueryable<long> VersionOfSubscription(IServiceProvider services, Guid id) =>
        services
            .GetRequiredService<BillingDb>()
            .Subscriptions.VisibleTo(services.GetRequiredService<Caller>())
            .Where(subscription => subscription.Id == id)
            .Select(subscription => subscription.Version);
}
