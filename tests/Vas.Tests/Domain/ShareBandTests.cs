using System.Linq;
using Shouldly;
using Vas.Domain.Settlement;
using Xunit;

namespace Vas.Tests.Domain;

public sealed class ShareBandTests
{
    [Fact]
    public void V8_bands_are_read_by_their_bounds_whatever_the_order_of_the_words() =>
        ShareBand
            .Read(["above 1:9", "to 1000000 25:75", "to 0300000 4:6"])
            .ShouldBe([new(300_000, 0.6m), new(1_000_000, 0.75m), new(null, 0.9m)]);

    [Theory]
    [InlineData("to 100000 5:5")] // nothing says what is above
    [InlineData("above 1:9|above 2:8")]
    [InlineData("above 1:9|to 100000 5:5|to 0100000 4:6")]
    [InlineData("above 1:9|to 0 5:5")]
    [InlineData("above 1:9|to -1 5:5")]
    [InlineData("above 1:2")] // thirds have no decimal
    [InlineData("above -1:11")]
    [InlineData("above 2147483647:2147483647")]
    [InlineData("above")]
    [InlineData("up to 100000 5:5|above 1:9")]
    public void V8_words_that_are_no_bands_are_none(string words) => ShareBand.Read(words.Split('|')).ShouldBeNull();

    [Fact]
    public void V8_no_words_are_no_bands() => ShareBand.Read(Enumerable.Empty<string>()).ShouldBeNull();
}
