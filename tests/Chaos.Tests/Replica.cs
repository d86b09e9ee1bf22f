using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using ServiceDefaults.Chaos;
using Testing;

namespace Chaos.Tests;

/// <summary>One process of a service, started from its own binary as the AppHost does; the same ports at every start.</summary>
/// <param name="service">The project's name: <c>Complaints</c>.</param>
/// <param name="settings">What the AppHost would tell it, by configuration key.</param>
public sealed class Replica(string service, Addresses addresses, IReadOnlyDictionary<string, string> settings)
{
    /// <summary>What a shell reports of a child that signal 9 ended.</summary>
    public const int Killed = 128 + 9;

    /// <summary>Says the service's own process id first, ends it when our pipe closes, and ends with its exit code.</summary>
    private const string EndsWithUs = """
        exec 3<&0
        setpriv --pdeathsig KILL "$@" < /dev/null 3<&- & service=$!
        { cat; kill -KILL "$service"; } <&3 > /dev/null 2>&1 &
        echo "$service"
        wait "$service"
        """;

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };

    private readonly StringBuilder _output = new();
    private Process? _shell;
    private int _pid;

    public Uri Address { get; } = new(addresses.Http);

    public string Service => service;

    /// <summary>What it said so far, warnings and worse.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return $"{_output}";
            }
        }
    }

    public bool IsRunning => _shell is { HasExited: false };

    /// <param name="killAt">A kill point, <c>name</c> or <c>name:n</c>; null for a process that means to live.</param>
    public async Task StartAsync(string? killAt = null)
    {
        var start = Command(["--Logging:LogLevel:Default=Warning"]);
        start.Environment[KillPoint.Variable] = killAt ?? "";
        start.Environment["Kestrel__Endpoints__http__Url"] = addresses.Http;
        start.Environment["Kestrel__Endpoints__grpc__Url"] = addresses.Grpc;
        var shell = Process.Start(start)!;
        var first = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        shell.OutputDataReceived += (_, line) =>
        {
            if (!first.TrySetResult(line.Data))
            {
                Keep(line.Data);
            }
        };
        shell.ErrorDataReceived += (_, line) => Keep(line.Data);
        shell.BeginOutputReadLine();
        shell.BeginErrorReadLine();
        _pid = int.Parse((await first.Task)!, CultureInfo.InvariantCulture);
        _shell = shell;
    }

    /// <summary>Brings database and queues up to date, as every release does first.</summary>
    public async Task MigrateAsync(string seed)
    {
        using var shell = Process.Start(Command(["migrate", $"--seed={seed}"]))!;
        var said = await shell.StandardOutput.ReadToEndAsync() + await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        if (shell.ExitCode != 0)
        {
            throw new IOException($"{service} migrate ended with {shell.ExitCode}:\n{said}");
        }
    }

    /// <summary>Waits until it is healthy, or dead: one that is started to die may do so while it starts.</summary>
    public Task SettledAsync() =>
        Eventually.TrueAsync(
            async () => !IsRunning || await IsHealthyAsync(),
            $"{service} at {Address}:\n{_output}",
            60
        );

    /// <summary>kill -9, now.</summary>
    public void Kill()
    {
        using var process = Process.GetProcessById(_pid);
        process.Kill();
    }

    /// <returns>With which code it ended; <see cref="Killed"/> after signal 9.</returns>
    public async Task<int> DeathAsync(int withinSeconds)
    {
        await Eventually.TrueAsync(
            () => Task.FromResult(!IsRunning),
            $"the death of {service}:\n{_output}",
            withinSeconds
        );
        return _shell!.ExitCode;
    }

    private ProcessStartInfo Command(IEnumerable<string> arguments)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var start = new ProcessStartInfo("bash")
        {
            ArgumentList =
            {
                "-c",
                EndsWithUs,
                "_",
                Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
                Repository.File("artifacts", "bin", service, configuration, $"{service}.dll"),
            },
            WorkingDirectory = Repository.File("services", service, service),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return start;
    }

    private async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Address, "/health"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
