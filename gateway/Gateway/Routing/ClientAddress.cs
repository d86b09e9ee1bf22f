using System;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Routing;

/// <summary>
/// Whom limits count as one address: an IPv4 address, also in IPv6's clothes, or the /64 that one IPv6 client has to
/// itself, or it would be another one with every request.
/// </summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    public static IPAddress? Of(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6 })
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
