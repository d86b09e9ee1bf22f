using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Configuration keys of the dashboard, as Aspire names them, and what holds where they are not set.</summary>
internal static class DashboardSettings
{
    internal const string FrontendUrlKey = "ASPNETCORE_URLS";
    internal const string OtlpUrlKey = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    internal const string BrowserTokenKey = "AppHost:BrowserToken";
    internal const string OtlpApiKeyKey = "AppHost:OtlpApiKey";
    internal const string DashboardApiKeyKey = "AppHost:DashboardApiKey";
    internal const string ResourceServiceApiKeyKey = "AppHost:ResourceService:ApiKey";

    private const string DefaultFrontendUrl = "http://127.0.0.1:18888";

    /// <summary>The secrets live as long as this run, unless configuration gives them.</summary>
    internal static void Complete(ConfigurationManager configuration)
    {
        var missing = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in new[] { BrowserTokenKey, OtlpApiKeyKey, DashboardApiKeyKey, ResourceServiceApiKeyKey })
        {
            if (string.IsNullOrEmpty(configuration[key]))
            {
                missing[key] = RandomNumberGenerator.GetHexString(32, lowercase: true);
            }
        }

        if (string.IsNullOrEmpty(configuration[FrontendUrlKey]))
        {
            missing[FrontendUrlKey] = DefaultFrontendUrl;
        }

        configuration.AddInMemoryCollection(missing);
    }

    /// <summary>Null takes a free port.</summary>
    internal static int? Port(IConfiguration configuration, string key) =>
        configuration[key] is { Length: > 0 } urls ? new Uri(urls.Split(';')[0]).Port : null;
}
