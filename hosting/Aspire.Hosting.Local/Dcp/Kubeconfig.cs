using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// Reads the two lines we need from the file dcp writes: `server: https://127.0.0.1:PORT` and `token: …`. Its YAML is
/// flat and of dcp's own making, one value per line.
/// </summary>
internal static class Kubeconfig
{
    internal static bool TryRead(
        string path,
        [NotNullWhen(true)] out Uri? address,
        [NotNullWhen(true)] out string? token
    )
    {
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        var server = Value(lines, "server:");
        token = Value(lines, "token:");
        address = server is null ? null : new Uri(server);
        return address is not null && token is not null;
    }

    private static string? Value(string[] lines, string key) =>
        lines
            .Select(line => line.Trim())
            .Where(line => line.StartsWith(key, StringComparison.Ordinal))
            .Select(line => line[key.Length..].Trim())
            .FirstOrDefault(value => value.Length > 0);
}
