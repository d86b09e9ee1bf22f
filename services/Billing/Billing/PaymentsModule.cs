using System;
using System.Collections.Generic;
using MassTransit;
using Microsoft.AspNetCore.Builder;

namespace Billing;

/// <summary>Payments (features.md B9).</summary>
internal static class PaymentsModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } = [];

    public static void AddPayments(this WebApplicationBuilder builder)
    {
        _ = builder;
    }

    public static void AddPaymentsConsumers(this IBusRegistrationConfigurator bus)
    {
        _ = bus;
    }

    public static void MapPayments(this WebApplication app)
    {
        _ = app;
    }
}
