using System;
using System.Collections.Generic;
using MassTransit;
using Microsoft.AspNetCore.Builder;

namespace Billing;

/// <summary>Ledger, bill runs and bills (features.md B7, B15).</summary>
internal static class BillsModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } = [];

    public static void AddBills(this WebApplicationBuilder builder)
    {
        _ = builder;
    }

    public static void AddBillsConsumers(this IBusRegistrationConfigurator bus)
    {
        _ = bus;
    }

    public static void MapBills(this WebApplication app)
    {
        _ = app;
    }
}
