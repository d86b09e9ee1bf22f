using System;
using System.Collections.Generic;
using MassTransit;
using Microsoft.AspNetCore.Builder;

namespace Billing;

/// <summary>Pay-first compensation (features.md B12).</summary>
internal static class CompensationsModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } = [];

    public static void AddCompensations(this WebApplicationBuilder builder)
    {
        _ = builder;
    }

    public static void AddCompensationsConsumers(this IBusRegistrationConfigurator bus)
    {
        _ = bus;
    }

    public static void MapCompensations(this WebApplication app)
    {
        _ = app;
    }
}
