using System;
using System.Diagnostics;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace Bench.Intake;

/// <summary>The gateway's limit: benchmarks/BareProxy, one YARP hop in front of the same service.</summary>
internal sealed class BareHop(Process process, Uri address) : IDisposable
{
    public Uri Address => address;

    public static async Task<BareHop> StartAsync(Uri service)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var process = Programs.Start("dotnet", [Built.Path("BareProxy"), "--urls", $"{address}", "--to", $"{service}"]);
        using var http = new HttpClient();
        for (var began = Stopwatch.GetTimestamp(); ; )
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(address, "/health"));
                return new(process, address);
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(100);
            }
        }
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    internal static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
