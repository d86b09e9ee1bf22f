using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Threading;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// Ports for processes that no proxy stands before. They are taken from below Linux's ephemeral range (32768 up), so
/// that no outgoing connection takes one in the moment between our look and the server's bind.
/// </summary>
internal static class FreePorts
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    internal static int Next()
    {
        lock (Gate)
        {
            for (var attempt = 0; attempt < 1_000; attempt++)
            {
                var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
                if (IsFree(port) && Given.Add(port))
                {
                    return port;
                }
            }
        }

        throw new DistributedApplicationException("No free port was found between 20000 and 32000.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
