using System.Collections.Generic;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Testing;

/// <summary>Starts a host by its own Program, as in production, on real Kestrel ports.</summary>
/// <typeparam name="TOfService">Any type of the host's assembly.</typeparam>
public sealed class HostFactory<TOfService> : WebApplicationFactory<TOfService>
    where TOfService : class
{
    private readonly IReadOnlyDictionary<string, string> _settings;

    public HostFactory(IReadOnlyDictionary<string, string> settings)
    {
        _settings = settings;
        UseKestrel();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseContentRoot(ServiceFolder.Of<TOfService>());
        builder.UseSetting("Logging:LogLevel:Default", "Error");

        // Neighbours that are away on purpose fill pages; whoever looks for one log line does not find it between them.
        builder.ConfigureLogging(logging => logging.AddFilter<ConsoleLoggerProvider>(category: null, LogLevel.Error));
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }
    }
}
