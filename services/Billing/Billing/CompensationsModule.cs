using System;
using System.Collections.Generic;
using System.Linq;
using ApiConventions.Resources;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Features.Compensations;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;

namespace Billing;

/// <summary>Pay-first compensation (features.md B12).</summary>
internal static class CompensationsModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } =
    [typeof(CompensationGranted), typeof(CompensationClawedBack)];

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
        var compensations = app.MapGroup(CompensationView.Root).WithResourceConventions(VersionOf);
        ListCompensations.Map(compensations);
        GetCompensation.Map(compensations);
        ApproveCompensation.Map(compensations);
        RejectCompensation.Map(compensations);
        ClawBackCompensation.Map(compensations);
        app.MapGrpcService<CreditsService>().RequireRoles(Roles.Agent, Roles.Supervisor);
    }

    private static IQueryable<long> VersionOf(IServiceProvider services, Guid id) =>
        services
            .GetRequiredService<BillingDb>()
            .Compensations.VisibleTo(services.GetRequiredService<Caller>())
            .Where(compensation => compensation.Id == id)
            .Select(compensation => compensation.Version);
}
