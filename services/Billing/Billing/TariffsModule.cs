using System;
using System.Collections.Generic;
using MassTransit;
using Microsoft.AspNetCore.Builder;

namespace Billing;

/// <summary>Catalogue, tariff zone and subscriptions (features.md B1, B2, B3).</summary>
internal static class TariffsModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } = [];

    public static void AddTariffs(this WebApplicationBuilder builder)
    {
        _ = builder;
    }

    public static void AddTariffsConsumers(this IBusRegistrationConfigurator bus)
    {
        _ = bus;
    }

    public static void MapTariffs(this WebApplication app)
    {
        _ = app;
    }
}
