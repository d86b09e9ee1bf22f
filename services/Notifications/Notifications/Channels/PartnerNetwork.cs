using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Options;

namespace Notifications.Channels;

public sealed class WebhookOptions
{
    /// <summary>Networks in CIDR form that partners may be called in although they are not public; none by default.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];
}

/// <summary>The name leads nowhere but into networks that partners must not be called in.</summary>
internal sealed class ForbiddenAddress() : IOException("The endpoint's address is not a public one.");

/// <summary>
/// Where partners may be called: public addresses and <see cref="WebhookOptions.AllowedNetworks"/> (features.md N9). It is
/// asked as the socket connects and the socket goes to the very address that was judged, so a name that resolves to
/// another one in the next moment gains nothing.
/// </summary>
internal sealed class PartnerNetwork(IOptions<WebhookOptions> options)
{
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>IANA's special-purpose registries: what is in none of the public's networks, or leads into another.</summary>
    private static readonly IPNetwork[] Special =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network
        IPNetwork.Parse("10.0.0.0/8"), // private
        IPNetwork.Parse("100.64.0.0/10"), // carriers' NAT
        IPNetwork.Parse("127.0.0.0/8"), // loopback
        IPNetwork.Parse("169.254.0.0/16"), // link-local, clouds' metadata
        IPNetwork.Parse("172.16.0.0/12"), // private
        IPNetwork.Parse("192.0.0.0/24"), // protocol assignments
        IPNetwork.Parse("192.0.2.0/24"), // documentation
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays
        IPNetwork.Parse("192.168.0.0/16"), // private
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks
        IPNetwork.Parse("198.51.100.0/24"), // documentation
        IPNetwork.Parse("203.0.113.0/24"), // documentation
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, broadcast
        IPNetwork.Parse("2001::/23"), // Teredo and other tunnels
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4: an IPv4 address inside
        IPNetwork.Parse("3fff::/20"), // documentation
    ];

    private readonly IPNetwork[] _allowed = [.. options.Value.AllowedNetworks.Select(Network)];

    public bool Admits(IPAddress address)
    {
        var meant = Unwrapped(address);
        return Array.Exists(_allowed, network => network.Contains(meant))
            || (
                (meant.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(meant))
                && !Array.Exists(Special, network => network.Contains(meant))
            );
    }

    /// <summary>The <c>ConnectCallback</c> of the partners' HTTP handler.</summary>
    /// <exception cref="ForbiddenAddress">The name has no address that may be called.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var host = context.DnsEndPoint.Host.Trim('[', ']');
        var admitted = (await Dns.GetHostAddressesAsync(host, ct)).Where(Admits).ToArray();
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

    private static IPNetwork Network(string text) =>
        IPNetwork.TryParse(text, out var network)
            ? network
            : throw new InvalidOperationException($"Webhooks:AllowedNetworks: {text} is no network, e.g. 10.1.0.0/16.");

    /// <summary>An IPv4 address in IPv6's clothes is judged by what it is: <c>::ffff:10.0.0.1</c>, <c>64:ff9b::a00:1</c>.</summary>
    private static IPAddress Unwrapped(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : Nat64.Contains(address) ? new IPAddress(address.GetAddressBytes()[12..])
        : address;
}
