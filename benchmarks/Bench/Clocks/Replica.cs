using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Threading.Tasks;
using Bench.Intake;

namespace Bench.Clocks;

/// <summary>One process of Complaints that we may kill, with what the AppHost would tell it; on the same ports again.</summary>
internal sealed class Replica(IReadOnlyDictionary<string, string> settings) : IDisposable
{
    /// <summary>Says the service's own process id, and ends it when our pipe closes: however we end, it ends.</summary>
    private const string EndsWithUs = """
        "$@" < /dev/null >&2 & echo $!
        cat > /dev/null
        kill -KILL $! 2> /dev/null
        """;

    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(1);

    private readonly string _http = $"http://127.0.0.1:{BareHop.FreePort()}";
    private readonly string _grpc = $"http://127.0.0.1:{BareHop.FreePort()}";
    private Process? _shell;
    private int _pid;

    /// <summary>Returns as soon as the process is there.</summary>
    public async Task StartAsync()
    {
        var program = Built.Path("Complaints");
        var start = new ProcessStartInfo("bash", ["-c", EndsWithUs, "_", "dotnet", program])
        {
            WorkingDirectory = Path.GetDirectoryName(program), // its appsettings.json
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["Kestrel__Endpoints__http__Url"] = _http;
        start.Environment["Kestrel__Endpoints__grpc__Url"] = _grpc;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        _shell?.Dispose();
        _shell = Process.Start(start)!;
        _pid = int.Parse((await _shell.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
    }

    public async Task HealthyAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var began = Stopwatch.GetTimestamp(); !await IsHealthyAsync(http); await Task.Delay(100))
        {
            if (Stopwatch.GetElapsedTime(began) > StartsWithin)
            {
                throw new TimeoutException($"Complaints at {_http} is not healthy.");
            }
        }
    }

    /// <summary>kill -9, now.</summary>
    public void Kill()
    {
        using var process = Process.GetProcessById(_pid);
        process.Kill();
        process.WaitForExit();
        _shell!.StandardInput.Close();
    }

    public void Dispose()
    {
        _shell?.StandardInput.Close();
        _shell?.WaitForExit();
        _shell?.Dispose();
    }

    private async Task<bool> IsHealthyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"{_http}/health"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
