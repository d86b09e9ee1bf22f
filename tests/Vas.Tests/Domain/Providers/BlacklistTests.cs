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
    public void Listed_again_the_later_end_holds_and_our_own_first_word()
    {
        var (theirs, ours) = (List(source: "other", until: Now.AddMonths(3)), List());

        theirs.Renew("again", Now.AddMonths(2), Terms, "dora", Now).ShouldBeFalse();
        theirs.Renew("worse", Now.AddMonths(4), Terms, "dora", Now).ShouldBeTrue();
        (theirs.Source, theirs.Reason, theirs.ListedBy).ShouldBe(("other", "worse", "dora"));
        ours.Renew("worse", Now.AddMonths(40), Terms, "dora", Now).ShouldBeTrue();
        (ours.Source, ours.Reason, ours.Until).ShouldBe(("own", "spam", Now.AddMonths(40)));
    }

    [Fact]
    public void An_exit_that_is_lifted_ends_the_entry_that_it_made_and_no_other()
    {
        var provider = Active();
        var exit = provider.Impose(Grounds(SanctionKind.Exit), "carla", Now);
        exit.ProposeLifting("a mistake", "carla");
        exit.ApproveLifting(provider, otherStops: false, "dora", Now);
        var (made, byHand, both) = (List(sanction: exit.Id), List(), List(sanction: exit.Id));
        byHand.Renew("exit", null, Terms, "carla", Now.AddDays(1), exit.Id);
        both.Renew("forgery, too", null, Terms, "carla", Now).ShouldBeTrue();

        foreach (var entry in new[] { made, byHand, both })
        {
            entry.EndWithSanction(exit, Now);
        }

        (made.RemovedFor, made.RemovedBy).ShouldBe(("a mistake", "dora"));
        (byHand.RemovedAt, both.RemovedAt, both.Reason).ShouldBe((null, null, "forgery, too"));
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

    private static BlacklistEntry List(
        string source = BlacklistEntry.Own,
        DateTimeOffset? until = null,
        Guid? sanction = null
    ) => BlacklistEntry.List(BlacklistKind.Number, "10660001", "spam", source, until, Terms, "carla", Now, sanction);

    private static string Code(Action refused) => Should.Throw<RuleViolation>(refused).Code;
}
