using System.IO;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Health;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Aspire's own dashboard as a hidden resource of the application.</summary>
internal sealed class DashboardResource(string program)
    : ExecutableResource(ResourceName, program, Path.GetDirectoryName(program)!)
{
    internal const string ResourceName = "aspire-dashboard";
    internal const string FrontendEndpoint = "http";
    internal const string OtlpEndpoint = "otlp-grpc";

    internal EndpointReference Frontend => new(this, FrontendEndpoint);

    internal EndpointReference Otlp => new(this, OtlpEndpoint);

    /// <summary>Its ports are its own, without dcp's proxy: telemetry is the busiest traffic of all.</summary>
    internal static DashboardResource AddTo(
        IDistributedApplicationBuilder builder,
        string program,
        DashboardServiceHost resourceService
    )
    {
        var configuration = builder.Configuration;
        var dashboard = new DashboardResource(program);
        builder.Resources.Insert(0, dashboard);
        builder
            .CreateResourceBuilder(dashboard)
            .WithArgs("dashboard")
            .WithHttpEndpoint(
                DashboardSettings.Port(configuration, DashboardSettings.FrontendUrlKey),
                name: FrontendEndpoint,
                isProxied: false
            )
            .WithHttpEndpoint(
                DashboardSettings.Port(configuration, DashboardSettings.OtlpUrlKey),
                name: OtlpEndpoint,
                isProxied: false
            )
            .WithEnvironment(context => Configure(context, dashboard, resourceService, configuration))
            .Annotate(HttpHealthCheck.Of(dashboard.Frontend, "/login", 200));
        return dashboard;
    }

    private static void Configure(
        EnvironmentCallbackContext context,
        DashboardResource dashboard,
        DashboardServiceHost resourceService,
        ConfigurationManager configuration
    )
    {
        var variables = context.EnvironmentVariables;
        variables["ASPNETCORE_URLS"] = dashboard.Frontend;
        variables["ASPNETCORE_ENVIRONMENT"] = "Production";
        variables["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = dashboard.Otlp;
        variables["ASPIRE_DASHBOARD_API_ENABLED"] = "true";
        variables["ASPIRE_DASHBOARD_AI_DISABLED"] = "true";
        variables["ASPIRE_DASHBOARD_TELEMETRY_OPTOUT"] = "true";
        variables["ASPIRE_CLI_TELEMETRY_OPTOUT"] = "1";
        variables["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = resourceService.Url;
        variables["DASHBOARD__MCP__DISABLED"] = "true";
        variables["DASHBOARD__FRONTEND__AUTHMODE"] = "BrowserToken";
        variables["DASHBOARD__FRONTEND__BROWSERTOKEN"] = configuration[DashboardSettings.BrowserTokenKey]!;
        variables["DASHBOARD__OTLP__AUTHMODE"] = "ApiKey";
        variables["DASHBOARD__OTLP__PRIMARYAPIKEY"] = configuration[DashboardSettings.OtlpApiKeyKey]!;
        variables["DASHBOARD__API__AUTHMODE"] = "ApiKey";
        variables["DASHBOARD__API__PRIMARYAPIKEY"] = configuration[DashboardSettings.DashboardApiKeyKey]!;
        variables["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE"] = "ApiKey";
        variables["DASHBOARD__RESOURCESERVICECLIENT__APIKEY"] = configuration[
            DashboardSettings.ResourceServiceApiKeyKey
        ]!;
    }
}
