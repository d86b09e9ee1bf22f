using System;
using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// The dcp process of this run. It watches this process and, should we be killed, stops everything it started, then
/// itself. It runs in a session of its own, so that Ctrl-C reaches us alone and we can stop in order.
/// </summary>
internal sealed class DcpHost(DcpPaths paths, ProcessesLock processes) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // The lock ($0) is inherited by all that dcp starts and so is free once nothing of this run is left. The output goes
    // to a file and not to us: when we are killed, a broken pipe would end dcp just when it has to clean up.
    private const string Script =
        "exec 9>>\"$0\"; flock -n 9; exec setsid \"$@\" >\"$DCP_SESSION_FOLDER/dcp.log\" 2>&1 </dev/null";

    // They speak of this process and must not change what our services do (Aspire withholds the same ones).
    private static readonly string[] NotInherited =
    [
        "ASPNETCORE_URLS",
        "ASPNETCORE_ENVIRONMENT",
        "DOTNET_ENVIRONMENT",
        "DOTNET_LAUNCH_PROFILE",
    ];

    private readonly DcpSession session = new();
    private Process? process;
    private DcpClient? client;

    internal DcpClient Client => client ?? throw new InvalidOperationException("dcp has not been started.");

    internal bool HasEnded => process?.HasExited ?? false;

    internal async Task StartAsync(CancellationToken ct)
    {
        process = Process.Start(Command()) ?? throw new DistributedApplicationException("dcp did not start.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        client = await ConnectAsync(patience.Token);
    }

    /// <summary>Has dcp stop every process that is left, then itself, and waits until both have happened.</summary>
    internal async Task StopAsync(CancellationToken ct)
    {
        if (process is null || HasEnded)
        {
            return;
        }

        if (client is null)
        {
            process.Kill(); // it never answered, so it has started nothing
            return;
        }

        await client.SetExecutionAsync("CleaningResources", ct);
        while (await client.GetExecutionAsync(ct) is "CleaningResources" or "Running")
        {
            await Task.Delay(100, ct);
        }

        await client.SetExecutionAsync("Stopping", ct);
        await process.WaitForExitAsync(ct);
        await processes.FreedAsync(ct);
    }

    public void Dispose()
    {
        client?.Dispose();
        process?.Dispose();
        session.Certificate.Dispose();
    }

    private ProcessStartInfo Command()
    {
        string[] arguments =
        [
            "-c",
            Script,
            processes.LockFile,
            paths.Dcp,
            "start-apiserver",
            "--monitor",
            Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            "--monitor-interval", // in seconds
            "1",
            "--kubeconfig",
            session.Kubeconfig,
            "--tls-cert-file",
            session.CertificateFile,
            "--tls-key-file",
            session.KeyFile,
        ];
        var start = new ProcessStartInfo("sh", arguments) { UseShellExecute = false };
        start.Environment["DCP_SESSION_FOLDER"] = session.Folder;
        foreach (var name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => (string)e.Key))
        {
            if (NotInherited.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                start.Environment.Remove(name);
            }
        }

        return start;
    }

    private async Task<DcpClient> ConnectAsync(CancellationToken ct)
    {
        while (true)
        {
            if (process!.HasExited)
            {
                var output = await File.ReadAllTextAsync(session.LogFile, ct);
                throw new DistributedApplicationException($"dcp ended with code {process.ExitCode}: {output}");
            }

            if (Kubeconfig.TryRead(session.Kubeconfig, out var address, out var token))
            {
                var candidate = new DcpClient(address, token, session.Certificate);
                if (await AnswersAsync(candidate, ct))
                {
                    return candidate;
                }

                candidate.Dispose();
            }

            await Task.Delay(20, ct);
        }
    }

    private static async Task<bool> AnswersAsync(DcpClient candidate, CancellationToken ct)
    {
        try
        {
            return await candidate.GetExecutionAsync(ct) == "Running";
        }
        catch (HttpRequestException notListeningYet) when (notListeningYet.StatusCode is null)
        {
            return false;
        }
    }
}
