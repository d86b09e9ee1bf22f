using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace ApiConventions.Hub;

/// <summary>The setting <c>Webhooks:AllowedNetworks</c>.</summary>
public sealed class PartnerNetworks
{
    public const string Section = "Webhooks";

    /// <summary>Networks in CIDR form that partners may be called in although they are not public; none by default.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];
}

/// <summary>
/// Which addresses partners may be called at: public ones and <see cref="PartnerNetworks"/> (features.md N9). It stands
/// here because who registers an endpoint and who calls it must judge alike.
/// </summary>
public sealed class PartnerAddresses(IOptions<PartnerNetworks> options)
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

    /// <summary>The address that a URL names by itself; null when it names a host that has to be looked up.</summary>
    public static IPAddress? Literal(Uri url) =>
        IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address) ? address
        : IsLocalhost(url.IdnHost.TrimEnd('.')) ? IPAddress.Loopback
        : null;

    private static bool IsLocalhost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

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
