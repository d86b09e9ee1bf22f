using System;
using System.Collections.Generic;
using System.Linq;
using ApiConventions.Resources;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Features.Providers;
using Vas.Features.Providers.Blacklists;
using Vas.Features.Providers.Sanctions;
using Vas.Features.Providers.Services;

namespace Vas;

/// <summary>Service providers, their services, scores, sanctions and the blacklist (features.md V1, V2, V9, V12).</summary>
internal static class ProvidersModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } = [typeof(SanctionImposed), typeof(SanctionLifted)];

    public static void AddProviders(this WebApplicationBuilder builder) => builder.Services.AddScoped<ProviderIntake>();

    public static void AddProvidersConsumers(this IBusRegistrationConfigurator bus) =>
        bus.AddConsumer<SuspendSalesWhenComplaintRateChanged>();

    public static void MapProviders(this WebApplication app)
    {
        var providers = app.MapGroup(ProviderView.Root).WithResourceConventions(VersionOfProvider);
        ApplyForProvider.Map(providers);
        ListProviders.Map(providers);
        GetProvider.Map(providers);
        PatchProvider.Map(providers);
        ReplaceContacts.Map(providers);
        ApproveProvider.Map(providers);
        RejectProvider.Map(providers);
        ImposeSanction.Map(providers);
        PenaliseProvider.Map(providers);
        ListPenalties.Map(providers);

        var roles = app.MapGroup(PartyRoleView.Root).WithResourceConventions(VersionOfProvider);
        PostPartyRole.Map(roles);
        PartyRoles.Map(roles);
        PatchPartyRole.Map(roles);

        var services = app.MapGroup(VasServiceView.Root).WithResourceConventions(VersionOfService);
        ProposeService.Map(services);
        ListServices.Map(services);
        GetService.Map(services);
        ApproveService.Map(services);
        WithdrawService.Map(services);
        app.MapGrpcService<ServiceLookupService>()
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Leader, Roles.Service);

        var sanctions = app.MapGroup(SanctionView.Root).WithResourceConventions(VersionOfSanction);
        ListSanctions.Map(sanctions);
        GetSanction.Map(sanctions);
        ProposeLifting.Map(sanctions);
        ApproveLifting.Map(sanctions);
        RefuseLifting.Map(sanctions);
        ObjectToSanction.Map(sanctions);
        DecideSanctionObjection.Map(sanctions);

        var blacklist = app.MapGroup(BlacklistEntryView.Root).WithResourceConventions(VersionOfBlacklistEntry);
        AddToBlacklist.Map(blacklist);
        ListBlacklist.Map(blacklist);
        GetBlacklistEntry.Map(blacklist);
        RemoveFromBlacklist.Map(blacklist);
        ImportBlacklist.Map(blacklist);
        ExportBlacklist.Map(blacklist);
    }

    private static IQueryable<long> VersionOfProvider(IServiceProvider services, Guid id) =>
        services
            .GetRequiredService<VasDb>()
            .Providers.VisibleTo(services.GetRequiredService<Caller>())
            .Where(it => it.Id == id)
            .Select(it => it.Version);

    private static IQueryable<long> VersionOfService(IServiceProvider services, Guid id) =>
        services
            .GetRequiredService<VasDb>()
            .Services.VisibleTo(services.GetRequiredService<Caller>())
            .Where(it => it.Id == id)
            .Select(it => it.Version);

    private static IQueryable<long> VersionOfSanction(IServiceProvider services, Guid id) =>
        services
            .GetRequiredService<VasDb>()
            .Sanctions.VisibleTo(services.GetRequiredService<Caller>())
            .Where(it => it.Id == id)
            .Select(it => it.Version);

    private static IQueryable<long> VersionOfBlacklistEntry(IServiceProvider services, Guid id) =>
        services.GetRequiredService<VasDb>().Blacklist.Where(it => it.Id == id).Select(it => it.Version);
}
