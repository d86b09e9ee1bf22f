using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.Orchestrator;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// The file that every process of a run holds locked (flock) while it lives. It tells when really nothing is left: to
/// us as we stop, and after a kill -9 to the next run, which must not meet the last one's servers.
/// </summary>
internal sealed class ProcessesLock(IConfiguration configuration, AppHostAssembly appHost)
{
    internal string LockFile
    {
        get
        {
            var folder = DataFolder.Of(configuration, appHost.Directory);
            Directory.CreateDirectory(folder);
            return Path.Combine(folder, "processes.lock");
        }
    }

    internal async Task FreedAsync(CancellationToken ct)
    {
        while (!IsFree())
        {
            await Task.Delay(50, ct);
        }
    }

    private bool IsFree()
    {
        try
        {
            // Without sharing, .NET takes the same kernel lock or throws.
            using var file = new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
