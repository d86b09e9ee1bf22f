using System;
using System.Collections.Generic;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Vas.Contracts.Events.V1;

namespace Vas;

/// <summary>Complaint rates and monthly statements (features.md V7, V8, V15).</summary>
internal static class SettlementModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } =
    [typeof(ComplaintRateChanged), typeof(SettlementAdjusted), typeof(SettlementIssued)];

    public static void AddSettlement(this WebApplicationBuilder builder) => _ = builder;

    public static void AddSettlementConsumers(this IBusRegistrationConfigurator bus) => _ = bus;

    public static void MapSettlement(this WebApplication app) => _ = app;
}
