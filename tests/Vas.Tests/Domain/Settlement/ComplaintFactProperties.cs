using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vas.Domain.Settlement;
using Xunit;

namespace Vas.Tests.Domain.Settlement;

/// <summary>V7, C15: what is known of a case does not depend on the order in which it was heard.</summary>
public sealed class ComplaintFactProperties
{
    private static readonly Guid Service = Guid.CreateVersion7();
    private static readonly Guid Provider = Guid.CreateVersion7();
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>The last minute of November in Shanghai.</summary>
    private static readonly DateTimeOffset LastMinute = new(2026, 11, 30, 15, 59, 0, TimeSpan.Zero);

    private sealed record Said(string What, int Version, bool NamesService, bool IsUpheld, bool IsProviders);

    private static Gen<IReadOnlyList<Said>> Events =>
        (
            from what in Gen.Elements("opened", "closed", "found", "found")
            from named in Gen.Elements(true, false)
            from upheld in Gen.Elements(true, false)
            from providers in Gen.Elements(true, true, false)
            select new Said(what, 0, named, upheld, providers)
        )
            .ListOf()
            .Select(events => (IReadOnlyList<Said>)[.. events.Select((said, i) => said with { Version = i + 1 })]);

    [Fact]
    public void Any_order_of_the_same_events_and_any_repetition_come_to_the_same() =>
        Months.ForAll(
            from events in Events
            from shuffled in Gen.Shuffle(events.Concat(events.Take(2)).ToArray())
            select (events, shuffled),
            it => Known(it.events) == Known(it.shuffled)
        );

    [Fact]
    public void It_counts_in_the_month_of_its_closing_by_local_date()
    {
        var fact = Closed(LastMinute);
        fact.Count(Provider, ImmutableHashSet<string>.Empty, Shanghai);
        (fact.AllPeriod, fact.UpheldPeriod).ShouldBe(("2026-11", null));

        fact.HearFinding(Heard(3), isUpheld: true, "provider", LastMinute.AddDays(9));
        fact.Count(Provider, ImmutableHashSet<string>.Empty, Shanghai);
        (fact.AllPeriod, fact.UpheldPeriod).ShouldBe(("2026-11", "2026-11"));

        var next = Closed(LastMinute.AddMinutes(1));
        next.Count(Provider, ImmutableHashSet<string>.Empty, Shanghai);
        next.AllPeriod.ShouldBe("2026-12");
    }

    [Fact]
    public void A_finding_after_the_statement_counts_in_the_next_month_that_is_open()
    {
        var fact = Closed(LastMinute);
        fact.HearFinding(Heard(3), isUpheld: true, "provider", LastMinute.AddDays(40));
        fact.Count(Provider, ImmutableHashSet.Create("2026-11", "2026-12"), Shanghai);

        fact.UpheldPeriod.ShouldBe("2027-01");
    }

    [Fact]
    public void What_an_issued_statement_was_made_of_stays_in_it()
    {
        var fact = Closed(LastMinute);
        fact.HearFinding(Heard(3), isUpheld: true, "provider", LastMinute);
        fact.Count(Provider, ImmutableHashSet<string>.Empty, Shanghai);

        fact.HearFinding(Heard(4), isUpheld: false, "nobody", LastMinute.AddDays(20));
        fact.Count(Provider, ImmutableHashSet.Create("2026-11"), Shanghai);
        (fact.UpheldPeriod, fact.IsProvidersFault).ShouldBe(("2026-11", false));

        fact.Count(Provider, ImmutableHashSet<string>.Empty, Shanghai); // had it not been issued
        fact.UpheldPeriod.ShouldBeNull();
    }

    [Theory]
    [InlineData("complaint", "closed", true, "provider", true, true)]
    [InlineData("complaint", "closed", true, "unit", true, false)]
    [InlineData("complaint", "closed", false, "provider", true, false)]
    [InlineData("complaint", "cancelled", true, "provider", false, false)]
    [InlineData("complaint", "rejected", true, "provider", false, false)]
    [InlineData("enquiry", "closed", true, "provider", false, false)]
    public void Only_closed_complaints_count_and_by_the_contract_only_upheld_ones(
        string type,
        string outcome,
        bool isUpheld,
        string responsible,
        bool byAll,
        bool byUpheld
    )
    {
        var fact = ComplaintFact.Of(Guid.CreateVersion7());
        var heard = Heard(2) with { TicketType = type };
        fact.HearClosed(heard, outcome, LastMinute);
        fact.HearFinding(heard with { Version = 3 }, isUpheld, responsible, LastMinute);
        fact.Count(Provider, ImmutableHashSet<string>.Empty, Shanghai);

        (fact.AllPeriod is not null, fact.UpheldPeriod is not null).ShouldBe((byAll, byUpheld));
    }

    private static ComplaintFact Closed(DateTimeOffset at)
    {
        var fact = ComplaintFact.Of(Guid.CreateVersion7());
        fact.HearClosed(Heard(2), "closed", at);
        return fact;
    }

    private static CaseHeard Heard(long version, bool namesService = true) =>
        new(version, "C-20261130-000001", "complaint", null, namesService ? Service : null);

    private static (string?, string?, Guid?, bool?, string?, long) Known(IEnumerable<Said> events)
    {
        var fact = ComplaintFact.Of(Guid.Empty);
        foreach (var said in events)
        {
            var heard = Heard(said.Version, said.NamesService);
            switch (said.What)
            {
                case "opened":
                    fact.Hear(heard);
                    break;
                case "closed":
                    fact.HearClosed(heard, "closed", LastMinute.AddDays(said.Version));
                    break;
                default:
                    fact.HearFinding(heard, said.IsUpheld, said.IsProviders ? "provider" : "unit", LastMinute);
                    break;
            }

            fact.Count(fact.ServiceId is null ? null : Provider, ImmutableHashSet<string>.Empty, Shanghai);
        }

        return (fact.AllPeriod, fact.UpheldPeriod, fact.ServiceId, fact.IsUpheld, fact.Responsible, fact.Version);
    }
}
