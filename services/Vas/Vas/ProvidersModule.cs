using System;
using System.Collections.Generic;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Vas.Contracts.Events.V1;

namespace Vas;

/// <summary>Service providers, their services, scores, sanctions and the blacklist (features.md V1, V2, V9, V12).</summary>
internal static class ProvidersModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } = [typeof(SanctionImposed), typeof(SanctionLifted)];

    public static void AddProviders(this WebApplicationBuilder builder) => _ = builder;

    public static void AddProvidersConsumers(this IBusRegistrationConfigurator bus) => _ = bus;

    public static void MapProviders(this WebApplication app) => _ = app;
}
