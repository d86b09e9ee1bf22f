using System;
using Rules;
using Shouldly;
using Vas.Domain.Providers;
using Vas.Features.Providers.Blacklists;
using Xunit;
using static Vas.Tests.Domain.Providers.SomeProviders;

namespace Vas.Tests.Domain.Providers;

/// <summary>V12: how long an entry stands, who takes it off, and how lists are exchanged.</summary>
public sealed class BlacklistTests
{
    [Fact]
    public void An_entry_of_ours_stands_24_months_at_least()
    {
        List().Until.ShouldBe(Now.AddMonths(24));
        List(until: Now.AddMonths(30)).Until.ShouldBe(Now.AddMonths(30));
        Code(() => List(until: Now.AddMonths(23))).ShouldBe("blacklist.too-short");
        List(source: "other", until: Now.AddMonths(3)).Until.ShouldBe(Now.AddMonths(3));
    }

    [Fact]
    public void Listed_again_the_later_end_holds_and_our_own_word_stays_ours()
    {
        var entry = List(source: "other", until: Now.AddMonths(3));

        entry.Renew("again", "other", Now.AddMonths(2), Terms, "dora", Now).ShouldBeFalse();
        entry.Renew("ours", BlacklistEntry.Own, null, Terms, "dora", Now).ShouldBeTrue();
        (entry.Source, entry.Reason, entry.ListedBy).ShouldBe(("own", "ours", "dora"));
        entry.Renew("theirs", "other", Now.AddMonths(40), Terms, "carla", Now).ShouldBeTrue();
        (entry.Source, entry.Reason, entry.Until).ShouldBe(("own", "ours", Now.AddMonths(40)));
    }

    [Fact]
    public void Somebody_else_than_who_put_it_there_takes_it_off_once()
    {
        var entry = List();

        Code(() => entry.Remove("a mistake", "carla", Now)).ShouldBe("blacklist.same-person");
        entry.Remove("a mistake", "dora", Now);
        Code(() => entry.Remove("a mistake", "dora", Now)).ShouldBe("blacklist.removed");
    }

    [Theory]
    [InlineData(BlacklistKind.Site, " Bad.Example.COM. ", "bad.example.com")]
    [InlineData(BlacklistKind.Number, "10660001", "10660001")]
    [InlineData(BlacklistKind.Provider, "b2-1", "B2-1")]
    [InlineData(BlacklistKind.Site, "localhost", null)]
    [InlineData(BlacklistKind.Site, "http://bad.example.com/", null)]
    [InlineData(BlacklistKind.Number, "+8610660001", null)]
    [InlineData(BlacklistKind.Number, "", null)]
    [InlineData(BlacklistKind.Provider, "", null)]
    public void What_means_the_same_is_written_the_same(BlacklistKind kind, string value, string? normal)
    {
        if (normal is null)
        {
            Code(() => BlacklistEntry.NormalForm(kind, value)).ShouldBe("blacklist.malformed");
        }
        else
        {
            BlacklistEntry.NormalForm(kind, value).ShouldBe(normal);
        }
    }

    [Fact]
    public void A_list_survives_being_written_and_read_whatever_its_reasons_say()
    {
        SharedEntry[] entries =
        [
            new("number", "10660001", "spam, \"free\"\r\nprizes", Now),
            new("site", "bad.example.com", "=cmd|calc", null),
            new("provider", "B2-1", "'quoted", Now),
        ];

        var text = BlacklistCsv.Write(entries);

        text.ShouldContain("'=cmd|calc"); // no spreadsheet runs it
        BlacklistCsv.Read(text).ShouldBe(entries);
        BlacklistCsv
            .Read('\ufeff' + text.Replace("\r\nsite", "\r\n\r\nsite", StringComparison.Ordinal))
            .ShouldBe(entries);
    }

    private static BlacklistEntry List(string source = BlacklistEntry.Own, DateTimeOffset? until = null) =>
        BlacklistEntry.List(BlacklistKind.Number, "10660001", "spam", source, until, Terms, "carla", Now);

    private static string Code(Action refused) => Should.Throw<RuleViolation>(refused).Code;
}
