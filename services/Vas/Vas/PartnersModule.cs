using System;
using System.Collections.Generic;
using System.Linq;
using ApiConventions.Hub;
using ApiConventions.Resources;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Notifications.Contracts.Events.V1;
using ServiceDefaults.Security;
using Vas.Data;
using Vas.Features.Partners;

namespace Vas;

/// <summary>What each provider is told, and how: feed, endpoints of its own, queues (features.md V10).</summary>
internal static class PartnersModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } = [typeof(DeliveryRequested)];

    public static void AddPartners(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<PartnerNetworks>(builder.Configuration.GetSection(PartnerNetworks.Section));
        builder.Services.AddSingleton<PartnerAddresses>();
        builder.Services.AddHostedService<ForgetOldPartnerEvents>();
        builder.Services.AddSingleton(_ => WebhookSecrets.From(builder.Configuration));
        builder.Services.AddSingleton<PartnerBrokerAddress>();
        builder.Services.AddSingleton<PartnerExchange>();
        builder
            .Services.AddHttpClient<PartnerBroker>(
                (services, http) => PartnerBroker.Configure(http, services.GetRequiredService<PartnerBrokerAddress>())
            )
            .RemoveAllLoggers();
        builder.Services.AddHostedService<PublishPartnerEvents>();
    }

    public static void AddPartnersConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<EndEndpointWhenPartnerDeliveryFailed>();
    }

    public static void MapPartners(this WebApplication app)
    {
        // A missing key or a broken network fails the start and not the first registration.
        var secrets = app.Services.GetRequiredService<WebhookSecrets>();
        _ = app.Services.GetRequiredService<PartnerAddresses>();

        ListPartnerEvents.Map(app.MapGroup("/api/vas/v1/partnerEvents").WithResourceConventions());

        var endpoints = app.MapGroup(PartnerEndpointView.Root);
        endpoints.AddEndpointFilter(
            new ShowSecret(
                "secret",
                body =>
                    secrets.Shown(
                        Guid.Parse(body["id"]!.GetValue<string>()),
                        $"{body["secretGeneration"]!.GetValue<int>()}"
                    )
            )
        );
        endpoints.WithResourceConventions(VersionOf);
        RegisterPartnerEndpoint.Map(endpoints);
        ListPartnerEndpoints.Map(endpoints);
        GetPartnerEndpoint.Map(endpoints);
        RemovePartnerEndpoint.Map(endpoints);
        RotatePartnerSecret.Map(endpoints);
        ActivatePartnerEndpoint.Map(endpoints);
        SendTestEvent.Map(endpoints);

        app.MapGrpcService<PartnerEndpointLookupService>().RequireRoles(Roles.Partner);

        var queues = app.MapGroup(PartnerQueueView.Root);
        queues.AddEndpointFilter(
            new ShowSecret(
                "password",
                body =>
                    OpenPartnerQueue.PasswordOf(
                        secrets,
                        Guid.Parse(body["id"]!.GetValue<string>()),
                        body["createdAt"]!.GetValue<DateTimeOffset>()
                    )
            )
        );
        queues.WithResourceConventions();
        OpenPartnerQueue.Map(queues);
        ListPartnerQueues.Map(queues);
        RemovePartnerQueue.Map(queues);
    }

    private static IQueryable<long> VersionOf(IServiceProvider services, Guid id) =>
        services
            .GetRequiredService<VasDb>()
            .PartnerEndpoints.VisibleTo(services.GetRequiredService<Caller>())
            .Where(endpoint => endpoint.Id == id)
            .Select(endpoint => endpoint.Version);
}
