using System;
using System.Linq;
using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Orchestrator;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly EntryPointRun? underTest = EntryPointRun.Current;
    private readonly DistributedApplicationOptions options;
    private readonly AppHostAssembly appHost;
    private readonly HostApplicationBuilder host;

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        this.options = options;
        appHost = new AppHostAssembly(underTest?.Assembly ?? Assembly.GetEntryAssembly()!);
        var settings = new HostApplicationBuilderSettings
        {
            Args = options.Args,
            ApplicationName = appHost.Assembly.GetName().Name,
            ContentRootPath = appHost.Directory,
        };
        underTest?.Creating(options, settings);
        host = new HostApplicationBuilder(settings);
        if (!options.DisableDashboard)
        {
            DashboardSettings.Complete(host.Configuration);
        }

        AddServices(host.Services);
    }

    public ConfigurationManager Configuration => host.Configuration;

    public string AppHostDirectory => appHost.Directory;

    public IServiceCollection Services => host.Services;

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (Resources.Any(r => string.Equals(r.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new DistributedApplicationException($"There already is a resource named '{resource.Name}'.");
        }

        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        underTest?.Building(this);
        var built = host.Build();
        if (!options.DisableDashboard)
        {
            var services = built.Services;
            var program = services.GetRequiredService<DcpPaths>().Dashboard;
            DashboardResource.AddTo(this, program, services.GetRequiredService<DashboardServiceHost>());
        }

        var application = new DistributedApplication(built);
        underTest?.Built(application);
        return application;
    }

    private void AddServices(IServiceCollection services)
    {
        services.AddSingleton(options);
        services.AddSingleton(appHost);
        services.AddSingleton(new AppHostName(appHost.Assembly.GetName().Name!));
        services.AddSingleton(_ => new DistributedApplicationModel(Resources));
        services.AddSingleton<ApplicationStart>();
        services.AddSingleton<DcpPaths>();
        services.AddSingleton<ProcessesLock>();
        services.AddSingleton<DcpHost>();
        services.AddSingleton<EndpointAllocator>();
        services.AddSingleton<DashboardServiceHost>();
        services.AddSingleton<ResourceInstances>();
        services.AddSingleton<LaunchConfiguration>();
        services.AddSingleton<Dependencies>();
        services.AddSingleton<ResourceStarter>();
        services.AddSingleton<ExecutableWatch>();
        services.AddSingleton<HealthMonitor>();
        services.AddSingleton<PostgresDatabases>();
        services.AddSingleton<ParameterValues>();
        services.AddSingleton<ShutdownOrder>();
        services.AddSingleton(p => new ResourceNotificationService(
            p.GetRequiredService<IHostApplicationLifetime>(),
            options
        ));
        services.AddSingleton(p => new ResourceLoggerService(
            p.GetRequiredService<ResourceNotificationService>(),
            p.GetRequiredService<DcpHost>()
        ));
        services.AddSingleton(p => new ResourceCommandService(
            p.GetRequiredService<ResourceInstances>(),
            p.GetRequiredService<ResourceStarter>()
        ));
        services.AddHostedService<ApplicationOrchestrator>();
    }
}
