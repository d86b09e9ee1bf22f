using System;
using System.Collections.Generic;
using ApiConventions.Resources;
using Billing.Contracts.Events.V1;
using Billing.Features.Usage;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Billing;

/// <summary>Usage records, their rating, thresholds and bill-shock alerts (features.md B4, B5, B10, B14).</summary>
internal static class UsageModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } = [typeof(UsageThresholdReached), typeof(BillShockSuspected)];

    public static void AddUsage(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PreparedPlans>();
        builder.Services.AddScoped<UsageIntake>();
    }

    /// <summary>It hears nobody: usage comes over the API.</summary>
    public static void AddUsageConsumers(this IBusRegistrationConfigurator bus) => _ = bus;

    public static void MapUsage(this WebApplication app)
    {
        var batches = app.MapGroup(UsageBatchView.Root).WithResourceConventions();
        UploadUsage.Map(batches);
        GetUsageBatch.Map(batches);
        ListUsageRejects.Map(app.MapGroup("/api/billing/v1/usageRejects").WithResourceConventions());
        GetAccountUsage.Map(app.MapGroup("/api/billing/v1/accounts").WithResourceConventions());

        var usage = app.MapGroup(UsageView.Root).WithResourceConventions();
        ListUsage.Map(usage);
        ReportUsage.Map(usage);
        GetUsage.Map(usage);
        var specifications = app.MapGroup(UsageSpecificationView.Root).WithResourceConventions();
        ListUsageSpecifications.Map(specifications);
        GetUsageSpecification.Map(specifications);
    }
}
