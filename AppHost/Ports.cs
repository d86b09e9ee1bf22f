using System;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace AppHost;

/// <summary>The two ports that people know by heart must be free before anything is started.</summary>
internal static class Ports
{
    public const int Gateway = 8080;
    private const string Dashboard = "http://127.0.0.1:18888";

    public static bool AreFree(IConfiguration configuration)
    {
        if (configuration.GetValue("DcpPublisher:RandomizePorts", false))
        {
            return true; // a test: it takes free ones
        }

        var dashboard = new Uri((configuration["ASPNETCORE_URLS"] ?? Dashboard).Split(';')[0]).Port;
        var gateway = configuration.GetValue("Gateway:Port", Gateway);
        if (gateway == dashboard)
        {
            Console.Error.WriteLine(
                $"Gateway and dashboard cannot share port {gateway}: choose another with --port N."
            );
            return false;
        }

        return IsFree(gateway, "gateway", "--port") && IsFree(dashboard, "dashboard", "--dashboard-port");
    }

    private static bool IsFree(int port, string who, string flag)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException refused)
        {
            Console.Error.WriteLine(
                $"Port {port} for the {who} cannot be taken ({refused.Message}): choose another with {flag} N."
            );
            return false;
        }
    }
}
