using System;
using System.Collections.Generic;
using Billing.Domain.Tariffs;
using Rules;
using Shouldly;
using Xunit;
using static Billing.Domain.Tariffs.CatalogueAction;
using static Billing.Domain.Tariffs.CatalogueStatus;

namespace Billing.Tests.Domain.Tariffs;

/// <summary>B1: the full status × action table; what is not listed is refused.</summary>
public sealed class CatalogueLifeCycleTests
{
    private static readonly Dictionary<(CatalogueStatus, CatalogueAction), CatalogueStatus> Allowed = new()
    {
        [(Draft, Edit)] = Draft,
        [(Draft, Propose)] = Proposed,
        [(Proposed, Publish)] = Published,
        [(Proposed, Reject)] = Rejected,
    };

    public static TheoryData<CatalogueStatus, CatalogueAction> EveryPair()
    {
        var pairs = new TheoryData<CatalogueStatus, CatalogueAction>();
        foreach (var status in Enum.GetValues<CatalogueStatus>())
        {
            foreach (var action in Enum.GetValues<CatalogueAction>())
            {
                pairs.Add(status, action);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void A_catalogue_moves_only_as_the_table_says(CatalogueStatus from, CatalogueAction by)
    {
        if (Allowed.TryGetValue((from, by), out var to))
        {
            CatalogueLifeCycle.Next(from, by).ShouldBe(to);
        }
        else
        {
            Should
                .Throw<RuleViolation>(() => CatalogueLifeCycle.Next(from, by))
                .Code.ShouldBe("catalogue.illegal-move");
        }
    }
}
