using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Hub;

namespace Notifications.Channels;

/// <summary>The name leads nowhere but into networks that partners must not be called in.</summary>
internal sealed class ForbiddenAddress() : IOException("The endpoint's address is not a public one.");

/// <summary>
/// Where partners may be called: public addresses and <c>Webhooks:AllowedNetworks</c> (features.md N9). It is
/// asked as the socket connects and the socket goes to the very address that was judged, so a name that resolves to
/// another one in the next moment gains nothing.
/// </summary>
internal sealed class PartnerNetwork(PartnerAddresses addresses)
{
    /// <summary>The <c>ConnectCallback</c> of the partners' HTTP handler.</summary>
    /// <exception cref="ForbiddenAddress">The name has no address that may be called.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var host = context.DnsEndPoint.Host.Trim('[', ']');
        var admitted = (await Dns.GetHostAddressesAsync(host, ct)).Where(addresses.Admits).ToArray();
        if (admitted.Length == 0)
        {
            throw new ForbiddenAddress();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(admitted, context.DnsEndPoint.Port, ct); // one after the other
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
