using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Threading;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestrator;

/// <summary>
/// Generated values, kept beside the data they open (mode 600): what user secrets are in package mode. They belong to
/// the data folder and not to the user, because a cluster knows only the password it was made with.
/// </summary>
internal sealed class KeptParameters(IConfiguration configuration, string appHostDirectory)
{
    private static readonly Lock Gate = new();

    private static readonly FileStreamOptions OwnerOnly = new()
    {
        Mode = FileMode.Create,
        Access = FileAccess.Write,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    private readonly string file = Path.Combine(DataFolder.Of(configuration, appHostDirectory), "parameters.json");

    internal string GetOrAdd(string name, Func<string> make)
    {
        lock (Gate)
        {
            var values = File.Exists(file)
                ? JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllText(file)) ?? []
                : [];
            if (!values.TryGetValue(name, out var value))
            {
                values[name] = value = make();
                Save(values);
            }

            return value;
        }
    }

    private void Save(SortedDictionary<string, string> values)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var next = file + ".next";
        using (var stream = new FileStream(next, OwnerOnly))
        {
            JsonSerializer.Serialize(stream, values);
        }

        File.Move(next, file, overwrite: true); // a crash leaves the old file or the new one
    }
}
