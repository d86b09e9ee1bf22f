using System;
using System.IO;
using System.Linq;
using Aspire.Hosting;
using Shouldly;
using Xunit;

namespace Platform.Tests.Architecture;

/// <summary>
/// What compiles against hosting/ compiles against the Aspire packages: hosting/ has no public member that
/// Aspire.Hosting does not publish under the same name with the same shape.
/// </summary>
public sealed class HostingOffersOnlyAspiresApi
{
    private static readonly string[] Published =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Architecture", "aspire-hosting-api.txt"))
            .Where(line => line.Length > 0 && !line.StartsWith('#')),
    ];

    [Fact]
    public void Every_public_signature_of_hosting_is_one_that_Aspire_publishes() =>
        PublicSignatures
            .Of(typeof(DistributedApplication).Assembly)
            .Except(Published, StringComparer.Ordinal)
            .ShouldBeEmpty();

    [Fact]
    public void The_list_names_nothing_that_hosting_does_not_offer() =>
        Published
            .Except(PublicSignatures.Of(typeof(DistributedApplication).Assembly), StringComparer.Ordinal)
            .ShouldBeEmpty();
}
