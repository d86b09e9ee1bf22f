using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// Where Aspire's own programs lie. The AppHost's build writes the places into its assembly, under the names that
/// Aspire.AppHost.Sdk uses; configuration overrides them, also under Aspire's names.
/// </summary>
internal sealed class DcpPaths(IConfiguration configuration, AppHostAssembly appHost)
{
    internal string Dcp => Find("DcpPublisher:CliPath", "dcpclipath");

    internal string Dashboard => Find("DcpPublisher:DashboardPath", "aspiredashboardpath");

    private string Find(string key, string metadata)
    {
        var path = configuration[key] ?? appHost.Metadata(metadata);
        return File.Exists(path)
            ? path
            : throw new DistributedApplicationException(
                $"Aspire's own program is missing at '{path}': run eng/setup, or set {key.Replace(":", "__", StringComparison.Ordinal)}."
            );
    }
}

/// <summary>The assembly that holds the AppHost's Main: the entry assembly, except under the testing builder.</summary>
internal sealed record AppHostAssembly(Assembly Assembly)
{
    internal string Directory => Metadata("apphostprojectpath") ?? Path.GetDirectoryName(Assembly.Location)!;

    internal string? Metadata(string key) =>
        Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(attribute => string.Equals(attribute.Key, key, StringComparison.OrdinalIgnoreCase))
            ?.Value;
}
