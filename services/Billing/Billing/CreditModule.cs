using System;
using System.Collections.Generic;
using MassTransit;
using Microsoft.AspNetCore.Builder;

namespace Billing;

/// <summary>Credit control per line and restore after payment (features.md B10, B11).</summary>
internal static class CreditModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } = [];

    public static void AddCredit(this WebApplicationBuilder builder)
    {
        _ = builder;
    }

    public static void AddCreditConsumers(this IBusRegistrationConfigurator bus)
    {
        _ = bus;
    }

    public static void MapCredit(this WebApplication app)
    {
        _ = app;
    }
}
