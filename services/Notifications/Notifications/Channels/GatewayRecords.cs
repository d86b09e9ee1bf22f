using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Options;

namespace Notifications.Channels;

/// <summary>
/// What Kannel itself has written down about a message, found by the key we gave it as <c>binfo</c>. It keeps a file in
/// <c>spool</c> for what it accepted and the centre has not taken, and writes one line <c>[BINF:key]</c> into
/// <c>access.log</c> just after removing that file. Looking into the spool first and the log second never misses a key.
/// </summary>
internal sealed class GatewayRecords(IOptions<SmsOptions> options)
{
    /// <returns>True when the gateway took the message, whether or not it has passed it on.</returns>
    /// <exception cref="DirectoryNotFoundException">The gateway's folder cannot be read from here.</exception>
    public async Task<bool> KnowAsync(Guid messageId, CancellationToken ct)
    {
        var folder = options.Value.GatewayFolder;
        return await InSpoolAsync(Path.Combine(folder, "spool"), messageId, ct)
            || await InLogAsync(Path.Combine(folder, "access.log"), messageId, ct);
    }

    private static async Task<bool> InSpoolAsync(string spool, Guid messageId, CancellationToken ct)
    {
        var key = Encoding.ASCII.GetBytes(messageId.ToString());
        foreach (var file in Directory.EnumerateFiles(spool, "*", SearchOption.AllDirectories))
        {
            if (await ContainsAsync(file, key, ct))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<bool> ContainsAsync(string file, byte[] key, CancellationToken ct)
    {
        try
        {
            return (await File.ReadAllBytesAsync(file, ct)).AsSpan().IndexOf(key) >= 0;
        }
        catch (FileNotFoundException)
        {
            return false; // taken by the centre in this moment: the log has it
        }
    }

    private static async Task<bool> InLogAsync(string log, Guid messageId, CancellationToken ct)
    {
        if (!File.Exists(log))
        {
            return false; // nothing was ever sent
        }

        var mark = $"[BINF:{messageId}]";
        await foreach (var line in File.ReadLinesAsync(log, ct))
        {
            if (line.Contains(mark, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
