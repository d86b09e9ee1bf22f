using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Testing;

/// <summary>
/// A port that nobody listens on, below those that the system gives to outgoing connections: one of these would be taken by
/// any connection before its server starts.
/// </summary>
public static class FreePort
{
    private const int First = 12_000;
    private const int Count = 20_000;

    private static int _last = Random.Shared.Next(Count);

    public static int Next()
    {
        while (true)
        {
            var port = First + ((Interlocked.Increment(ref _last) & int.MaxValue) % Count);
            using var socket = new TcpListener(IPAddress.Loopback, port);
            try
            {
                socket.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody's; the next one.
            }
        }
    }
}
