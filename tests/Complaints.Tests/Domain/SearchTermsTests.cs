using Complaints.Domain;
using Shouldly;
using Xunit;

namespace Complaints.Tests.Domain;

public sealed class SearchTermsTests
{
    [Theory]
    [InlineData("宽带很慢", new[] { "宽带", "带很", "很慢" })]
    [InlineData("断网，断网！", new[] { "断网" })]
    [InlineData("Slow 4G", new[] { "sl", "lo", "ow", "4g" })]
    [InlineData("４Ｇ", new[] { "4g" })]
    [InlineData("a 慢 !", new string[0])]
    [InlineData("", new string[0])]
    public void A_text_is_found_by_its_neighbouring_letters_digits_and_characters(string text, string[] expected) =>
        SearchTerms.Of(text).ShouldBe(expected);

    [Fact]
    public void Texts_are_not_read_across() => SearchTerms.Of("慢", null, "网").ShouldBeEmpty();
}
