using System;
using System.Net;
using ApiConventions.Hub;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Notifications.Tests.Channels;

/// <summary>N9: no calls into private addresses.</summary>
public sealed class PartnerNetworkTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::7f00:1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void N9_an_address_that_is_not_public_is_not_called(string address) =>
        Allowing().Admits(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::101:101")]
    [InlineData("2400:3200::1")]
    public void N9_a_public_address_is_called(string address) =>
        Allowing().Admits(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("10.2.2.3", false)]
    [InlineData("fd00:1::1", true)]
    [InlineData("fd00:2::1", false)]
    public void N9_an_operator_opens_networks_of_his_own(string address, bool isOpen) =>
        Allowing("10.1.0.0/16", "fd00:1::/32").Admits(IPAddress.Parse(address)).ShouldBe(isOpen);

    [Theory]
    [InlineData("10.1.2.3/99")]
    [InlineData("everything")]
    public void What_is_no_network_is_refused_by_name(string network) =>
        Should
            .Throw<InvalidOperationException>(() => Allowing(network))
            .Message.ShouldBe($"Webhooks:AllowedNetworks: {network} is no network, e.g. 10.1.0.0/16.");

    private static PartnerAddresses Allowing(params string[] networks) =>
        new(Options.Create(new PartnerNetworks { AllowedNetworks = networks }));
}
