using System;
using System.Collections.Generic;
using MassTransit;
using Microsoft.AspNetCore.Builder;

namespace Billing;

/// <summary>Usage records, their rating, thresholds and bill-shock alerts (features.md B4, B5, B14).</summary>
internal static class UsageModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } = [];

    public static void AddUsage(this WebApplicationBuilder builder)
    {
        _ = builder;
    }

    public static void AddUsageConsumers(this IBusRegistrationConfigurator bus)
    {
        _ = bus;
    }

    public static void MapUsage(this WebApplication app)
    {
        _ = app;
    }
}
