using System.IO;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestrator;

/// <summary>The AppHost's own data folder: the configuration key `Data`, else .data beside the AppHost.</summary>
internal static class DataFolder
{
    internal static string Of(IConfiguration configuration, string appHostDirectory) =>
        Path.GetFullPath(configuration["Data"] ?? Path.Combine(appHostDirectory, "..", ".data"));
}
