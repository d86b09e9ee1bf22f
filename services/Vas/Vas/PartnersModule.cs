using System;
using System.Collections.Generic;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Notifications.Contracts.Events.V1;

namespace Vas;

/// <summary>What each provider is told, and how: feed, endpoints of its own, queues (features.md V10).</summary>
internal static class PartnersModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } = [typeof(DeliveryRequested)];

    public static void AddPartners(this WebApplicationBuilder builder) => _ = builder;

    public static void AddPartnersConsumers(this IBusRegistrationConfigurator bus) => _ = bus;

    public static void MapPartners(this WebApplication app) => _ = app;
}
