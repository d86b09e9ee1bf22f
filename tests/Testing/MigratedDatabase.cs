using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;

namespace Testing;

/// <summary>
/// Databases as the service's own <c>migrate</c> makes them: run once per seed into a template, then cloned per
/// fixture; run again per virtual host for the queues, which is quick.
/// </summary>
internal static class MigratedDatabase<TOfService>
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new();

    /// <param name="settings">What the service is told by configuration; <c>migrate</c> is told, too.</param>
    public static async Task<string> CloneAsync(
        Servers servers,
        string messaging,
        string seed,
        IReadOnlyDictionary<string, string> settings
    )
    {
        var template = await Templates
            .GetOrAdd(seed, _ => new(() => MakeTemplateAsync(servers, messaging, seed)))
            .Value;
        var name = $"clone_{Guid.CreateVersion7():N}";
        await servers.CreateDatabaseAsync(name, template);
        var database = servers.Database(name);
        await MigrateAsync(database, messaging, seed, settings);
        return database;
    }

    private static async Task<string> MakeTemplateAsync(Servers servers, string messaging, string seed)
    {
        var name = $"{typeof(TOfService).Assembly.GetName().Name}_{seed}".ToLowerInvariant();
        await servers.CreateDatabaseAsync(name);
        await MigrateAsync(
            $"{servers.Database(name)};Pooling=false",
            messaging,
            seed,
            ImmutableDictionary<string, string>.Empty
        );
        return name;
    }

    private static Task MigrateAsync(
        string database,
        string messaging,
        string seed,
        IReadOnlyDictionary<string, string> settings
    ) =>
        Task.Run(() =>
            typeof(TOfService).Assembly.EntryPoint!.Invoke(
                null,
                [
                    (string[])
                        [
                            "migrate",
                            .. settings.Select(setting => $"--{setting.Key}={setting.Value}"),
                            $"--ConnectionStrings:database={database}",
                            $"--ConnectionStrings:messaging={messaging}",
                            $"--seed={seed}",
                            $"--applicationName={typeof(TOfService).Assembly.GetName().Name}", // names the queues
                            "--Logging:LogLevel:Default=Warning",
                            $"--contentRoot={ServiceFolder.Of<TOfService>()}",
                        ],
                ]
            )
        );
}

internal static class ServiceFolder
{
    public static string Of<TOfService>()
    {
        var name = typeof(TOfService).Assembly.GetName().Name!;
        string[] folders = [Repository.File("services", name, name), Repository.File("simulators", name)];
        return folders.FirstOrDefault(Directory.Exists) ?? Repository.File("gateway", name);
    }
}
