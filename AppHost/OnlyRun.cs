using System;
using System.IO;
using System.Threading.Tasks;

namespace AppHost;

/// <summary>
/// The data folder belongs to one run at a time. The lock is the kernel's, on an open file of this process alone (the
/// file is closed in every child), so it is gone whenever we are, however we ended.
/// </summary>
internal sealed class OnlyRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly FileStream taken;
    private readonly string data;

    private OnlyRun(FileStream taken, string data)
    {
        this.taken = taken;
        this.data = data;
    }

    /// <summary>Null, and a sentence on stderr, when another run has the folder.</summary>
    public static async Task<OnlyRun?> ClaimAsync(string data)
    {
        if (File.Exists(data))
        {
            await Console.Error.WriteLineAsync($"{data} is a file: choose a folder with --data DIR.");
            return null;
        }

        Directory.CreateDirectory(
            data,
            UnixFileMode.UserRead
                | UnixFileMode.UserWrite
                | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute
                | UnixFileMode.OtherExecute // PostgreSQL may have to run as a user of its own, further down
        );
        try
        {
            var file = Lock(data, "run.lock");
            Endpoints.Forget(data); // a killed run may have left them
            await WaitForProcessesOfKilledRunAsync(data);
            return new OnlyRun(file, data);
        }
        catch (IOException) when (File.Exists(Path.Combine(data, "run.lock")))
        {
            var where = Endpoints.Read(data) is { } run
                ? $" at {run.Gateway} (process {run.AppHostPid})"
                : "; it is still starting or stopping";
            await Console.Error.WriteLineAsync($"The platform is already running on {data}{where}.");
            return null;
        }
    }

    /// <summary>
    /// When a run is killed, dcp still needs some seconds to stop what it had started; all of that holds this file.
    /// </summary>
    private static async Task WaitForProcessesOfKilledRunAsync(string data)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            try
            {
                await Lock(data, "processes.lock").DisposeAsync();
                return;
            }
            catch (IOException)
            {
                if (waited == TimeSpan.Zero)
                {
                    await Console.Out.WriteLineAsync("The last run was killed; waiting for its processes to end.");
                }

                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>Without sharing, .NET takes the kernel's lock on the file (flock) or throws.</summary>
    private static FileStream Lock(string data, string name) =>
        new(Path.Combine(data, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    public void Dispose()
    {
        Endpoints.Forget(data);
        taken.Dispose();
    }
}
